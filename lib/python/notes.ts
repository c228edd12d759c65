/**
 * What is worked out of a piece of syntax is kept with it: it is found without a search, and lives and dies with it. A
 * WeakMap would say the same from outside, but what its young keys lead to V8 keeps until it goes through all memory: of
 * programs that were done with, everything but their trees was copied into the old generation.
 */
export interface Noted {
  notes?: unknown[]
}

let slots = 0

/** As `find`, which is asked once for each piece. It never gives undefined. */
export function noted<K extends Noted, V extends object>(find: (piece: K) => V): (piece: K) => V {
  const slot = slots++
  return piece => {
    piece.notes ??= []
    piece.notes[slot] ??= find(piece)
    return piece.notes[slot] as V
  }
}
