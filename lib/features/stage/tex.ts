/** LaTeX as a reader would quote it: what only sets type is left out, mathematics stays as written. */

const SETS_TYPE =
  /\\(?:text(?:bf|it|tt|rm|sf|sc|sl|normal)?|emph|underline|mathrm|mathbf|mathsf|mathit|operatorname|mbox|makebox|centering|raggedright|Huge|huge|LARGE|Large|large|normalsize|small|footnotesize|scriptsize|tiny|bfseries|itshape|left|right|displaystyle|limits|noindent|bf|it|tt|big|Big|bigg|Bigg)(?![a-zA-Z])\s*/g

export function readable(text: string): string {
  if (!/[\\$]/.test(text)) return text
  return text
    .replace(/\\(?:parbox|minipage)(?:\[[^\]]*\])?\s*\{[^{}]*\}/g, '')
    .replace(/\\(?:hspace|vspace|phantom|color|textcolor|fontsize)\*?\s*\{[^{}]*\}/g, ' ')
    .replace(/\\(?:begin|end)\s*\{[^{}]*\}/g, ' ')
    .replace(/\\\\(?:\[[^\]]*\])?|\\item(?![a-zA-Z])/g, ' ')
    .replace(SETS_TYPE, '')
    .replace(/\\(?:quad|qquad|newline|par|\\|[,;:! ])(?![a-zA-Z])/g, ' ')
    .replace(/(?<!\\)\$/g, '')
    .replace(/\\([%$#&_{}])/g, '$1')
    .replace(/(?<![\\}_^a-zA-Z])\{([^{}\\]*)\}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}
