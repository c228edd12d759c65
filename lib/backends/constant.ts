/** Parts of a request that are the same in the next one too: made once, and once put into JSON, which freezing tells. */

/** `make`, remembering what it last made for as long as it is asked for the same. It gives plain data, frozen. */
export function constant<A extends readonly unknown[], T>(make: (...from: A) => T): (...from: A) => T {
  let last: { from: A; made: T } | undefined
  return (...from) => {
    if (!last || from.some((value, at) => value !== last!.from[at]))
      last = { from, made: frozen(make(...from)) }
    return last.made
  }
}

function frozen<T>(data: T): T {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data
  for (const member of Object.values(data)) frozen(member)
  return Object.freeze(data)
}
