/** Long segments in parts: what is chosen for a scene is chosen by segment, and some files have one for a whole video. */

const most = 200

/** `text` in parts of at most some 200 characters: whole sentences, or whole words where a sentence is longer. */
export function pieces(text: string): string[] {
  const found: string[] = []
  let rest = text
  while (rest.length > most) {
    const end = endIn(rest.slice(0, most))
    found.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return rest === '' ? found : [...found, rest]
}

function endIn(text: string): number {
  const sentences = [...text.matchAll(/(?<![.!?…])[.!?…]+["'”’)\]]*\s|[。！？]+[”’」』）]*/g)]
  const sentence = sentences.at(-1)
  if (sentence) return sentence.index + sentence[0].length
  const space = text.search(/\s\S*$/)
  if (space > 0) return space
  // Never between the halves of a character.
  return /[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length
}
