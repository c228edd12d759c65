/**
 * What `find` gives for each item, one after the other in one list: `flatMap`, which in V8 goes a slow and general way
 * and took a twentieth of the time of analyze-features.
 */
export function gather<T, R>(items: readonly T[], find: (item: T) => readonly R[]): R[] {
  const found: R[] = []
  for (const item of items) for (const one of find(item)) found.push(one)
  return found
}
