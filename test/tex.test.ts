import t from 'tap'
import { readable } from '../lib/features/stage/tex.ts'

t.test('LaTeX reads as a person would type it', async t => {
  const cases: [latex: string, read: string][] = [
    [String.raw`Long term behavior $\Leftrightarrow$ eigenvalues`, 'Long term behavior ⇔ eigenvalues'],
    [String.raw`\alpha_2^3 + \Omega \leq \infty`, 'α_2^3 + Ω ≤ ∞'],
    [String.raw`\frac{1}{r_1}`, '1/r_1'],
    [String.raw`\frac{x + 1}{\sqrt{y}}`, '(x + 1)/√y'],
    [String.raw`= \frac{1}{\sqrt{(x - x_1) ^ 2 + (y - y_1) ^ 2}}`, '= 1/(√((x - x_1) ^ 2 + (y - y_1) ^ 2))'],
    [String.raw`\frac{D(u, v)^{-1}}{\sum_{j \in \text{adj}(u)} R_j}`, '(D(u, v)^-1)/(∑_(j ∈ adj(u)) R_j)'],
    [String.raw`\frac12 \tfrac{a}{2}`, '1/2 a/2'],
    [String.raw`{a \over b}`, 'a/b'],
    [String.raw`\binom{n}{k}`, '(n choose k)'],
    ['e^{-x^2}', 'e^(-x^2)'],
    [String.raw`x_{\text{max}}`, 'x_max'],
    [String.raw`\vec{v} \in \mathbb{R}^n`, 'v ∈ R^n'],
    [String.raw`2\sin x + \log_2 n`, '2 sin x + log_2 n'],
    [String.raw`90^\circ, 45^{\circ}`, '90°, 45°'],
    [String.raw`\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}`, '[1, 2; 3, 4]'],
    [String.raw`A = \left(\begin{array}{c|c} 1 & 2 \\ \hline 3 & 4 \end{array}\right)`, 'A = ( 1, 2; 3, 4 )'],
    [String.raw`\frac\alpha2 + \frac x{y z} + \frac{a b}2`, 'α/2 + x/(y z) + (a b)/2'],
    [String.raw`\sqrt3 + \sqrt x`, '√3 + √x'],
    [String.raw`\|x\| \succ \bigl(\bigvee_i y\bigr)`, '‖x‖ ≻ (⋁_i y)'],
    [String.raw`\boxed{c} \setlength{\itemsep}{4pt}d_{\rm F}`, 'c d_F'],
    [String.raw`\begin{pmatrix} x \\[2pt] y \end{pmatrix}`, '(x; y)'],
    [String.raw`\begin{vmatrix} a & b \\ c & d \end{vmatrix}`, '|a, b; c, d|'],
    [String.raw`f = \begin{cases} x & x > 0 \\ 0 & \text{else} \end{cases}`, 'f = {x, x > 0; 0, else}'],
    [String.raw`\begin{bmatrix} 1 & 2`, '1 2'],
    [String.raw`{n \choose k} + a \choose b`, '(n choose k) + a choose b'],
    [String.raw`\{1, \ldots, n\}`, '{1, …, n}'],
    [String.raw`50\% of \$5 \& more`, '50% of $5 & more'],
    [String.raw`\textbf{Bold} and {\Large big}`, 'Bold and big'],
    [String.raw`\(a\) or \[b\]`, 'a or b'],
    ["``Dumb'' but efficient", '“Dumb” but efficient'],
    ["``I'm no guy''; ``you'' are", "“I'm no guy”; “you” are"],
    ["$f''(x)$", "f''(x)"],
    [String.raw`the sum$$x + 3y$$given \$5 and\[z\]`, 'the sum x + 3y given $5 and z'],
    [String.raw`a\,b\quad c`, 'a b c'],
    [String.raw`(\frac{2}{N})^{\frac{1}{2}}`, '(2/N)^(1/2)'],
    [String.raw`\frac{\pi k}{2N}(2n + 1)`, '(π k)/(2N)(2n + 1)'],
    [String.raw`\sqrt[n]{a_i}`, 'a_i^(1/n)'],
    [String.raw`x^{ {1}\over{n} }`, 'x^(1/n)'],
    [String.raw`\small$G_\star \Rightarrow H$ in $\mu$s`, 'G_⋆ ⇒ H in μs'],
    [String.raw`A \kern-0.25em\lor\kern-0.25em B`, 'A ∨ B'],
    [String.raw`x_1 \phantom{{}+ x_2} &\le 3\,000`, 'x_1 ≤ 3 000'],
    [String.raw`\left\{\begin{array}{ll} 1 & n = 0 \end{array}\right.`, '{ 1, n = 0'],
    [String.raw`\overset{B}{\ge} 1`, '≥ 1'],
    [String.raw`Ji\v{r}\'{i} P\'a\v{s}`, 'Jiří Páš'],
    ['plain text stays', 'plain text stays'],
    ['braces {only} group', 'braces only group'],
    ['x^{}_{ }', 'x'],
    [String.raw`\overbrace{b \ge 1}^{\phantom{.}}`, 'b ≥ 1'],
    ['{{x}}^2 + {{y}}^2', 'x^2 + y^2'],
    ['Fig.~2', 'Fig. 2'],
    ['a \\sim b', 'a ∼ b'],
    [String.raw`r\cos\theta + i\sin{x}`, 'r cos θ + i sin x'],
    [String.raw`\sin(x)\cos\left(x\right)`, 'sin(x) cos(x)'],
    [String.raw`x\sin x\ln 2`, 'x sin x ln 2'],
    [String.raw`\lim_{x\to 0} f\circ g`, 'lim_(x→0) f∘g'],
    [String.raw`\frac{\partial f}{\partial x}`, '(∂f)/(∂x)'],
    [String.raw`G_\star \Rightarrow H`, 'G_⋆ ⇒ H'],
    [String.raw`\unknown{a}{b} c`, String.raw`\unknown{a}{b} c`],
    [String.raw`\frac{a`, String.raw`\frac{a`],
  ]
  for (const [latex, read] of cases) t.equal(readable(latex), read, latex)
})

t.test('no text is a trap', async t => {
  const start = process.cpuUsage()
  for (const piece of [
    '{',
    '{a}',
    '{a\\choose',
    '\\begin{pmatrix}',
    '\\begin{array}{c}&',
    '\\frac{a}',
    '\\parbox[',
    '\\sqrt[',
    '\\frac ',
    '\\\\',
    '\\left{',
    '_{^{',
    ' ',
  ])
    for (const size of [5000, 5_000_000])
      readable(`$\\frac${piece.repeat(Math.floor((size - 6) / piece.length))}`)
  readable(`${'\\frac{'.repeat(500)}x${'}{y}'.repeat(500)}`)
  t.ok(process.cpuUsage(start).user < 10e6)
})

t.test('braces that open or close elsewhere', async t => {
  t.equal(readable('{A '), 'A')
  t.equal(readable('subgraph}'), 'subgraph')
  t.equal(readable('a} and {b'), 'a and b')
  t.equal(readable('\\{x\\}'), '{x}', 'those that are seen stay')
  t.equal(readable('\\frac{'), '\\frac{', 'so do those of half a command')
})
