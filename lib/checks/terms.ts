/** Terms in which a word that a rule looks for means something else: a square root is no square. */

/** One a line; a space stands for a hyphen too. */
const terms = `
  (square|cube) roots?
  square (numbers?|brackets?|waves?|units?|matrix|matrices)
  complet(e|es|ed|ing) the squares?
  (perfect|least|mean) (squares?|cubes?)
  (sums?|differences?) of (two )?(squares|cubes)
  triangle (inequality|inequalities|waves?)
  the heart of
  golden (ratio|rectangle|spiral|section|angle|mean|triangle|number)s?
  gr[ae]y codes?
  green's (theorem|functions?|identity|identities)
  (pink|brown|blue) noise
  red black trees?
  gr[ae]y ((it|them|(the|all|its|each)( \\w+){1,3}) )?out
  (the|an?|its) transforms?
  (fourier|laplace|linear|wavelet|hilbert|radon|hough|cosine|affine|z) transforms?
  moving averages?
  sliding windows?`
  .trim()
  .split('\n')
  .map(line => line.trim().replaceAll('(', '(?:').replaceAll(' ', '[\\s-]+'))
const anyTerm = new RegExp(`\\b(?:${terms.join('|')})\\b`, 'gi')

export function withoutTerms(text: string): string {
  return text.replace(anyTerm, ' ')
}
