/** What commands of LaTeX look like on screen. */

const GREEK =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon phi chi psi omega'

/** Small letters in the order of Unicode, and the large ones that LaTeX has names for. */
const greek = GREEK.split(' ').flatMap((name, i): [string, string][] => [
  [name, String.fromCodePoint(0x3b1 + i)],
  [name.charAt(0).toUpperCase() + name.slice(1), String.fromCodePoint(0x391 + i)],
])

/** Each command, and what it looks like. */
const SIGNS = `
varepsilon ε  vartheta θ  varpi π  varrho ρ  varphi φ  varkappa κ  times ×  cross ×  cdot ·  div ÷  pm ±  mp ∓  minus -
ast ∗  star ⋆  circ ∘  bullet •  le ≤  leq ≤  leqslant ≤  ge ≥  geq ≥  geqslant ≥  ne ≠  neq ≠  ll ≪  gg ≫
approx ≈  approxeq ≊  equiv ≡  sim ∼  simeq ≃  cong ≅  propto ∝  lt <  gt >  sum ∑  prod ∏  int ∫  iint ∬
oint ∮  partial ∂  nabla ∇  infty ∞  surd √  in ∈  notin ∉  ni ∋  subset ⊂  subseteq ⊆  supset ⊃  supseteq ⊇
cup ∪  cap ∩  emptyset ∅  varnothing ∅  setminus ∖  forall ∀  exists ∃  nexists ∄  complement ∁  neg ¬  lnot ¬
land ∧  wedge ∧  lor ∨  vee ∨  oplus ⊕  ominus ⊖  otimes ⊗  odot ⊙  to →  rightarrow →  longrightarrow →
xrightarrow →  gets ←  leftarrow ←  longleftarrow ←  leftrightarrow ↔  Leftrightarrow ⇔  iff ⇔
Longleftrightarrow ⇔  Leftarrow ⇐  mapsto ↦  Rightarrow ⇒  implies ⇒  Longrightarrow ⇒  uparrow ↑  downarrow ↓
updownarrow ↕  Uparrow ⇑  Downarrow ⇓  Updownarrow ⇕  nearrow ↗  searrow ↘  swarrow ↙  nwarrow ↖  ldots …
dots …  cdots ⋯  vdots ⋮  ddots ⋱  dotsc …  dotsb ⋯  colon :  lfloor ⌊  rfloor ⌋  lceil ⌈  rceil ⌉  langle ⟨
rangle ⟩  lbrace {  rbrace }  vert |  lvert |  rvert |  mid |  Vert ‖  lVert ‖  rVert ‖  parallel ∥  perp ⊥
angle ∠  triangle △  square □  blacksquare ■  checkmark ✓  bigstar ★  degree °  prime ′  ell ℓ  hbar ℏ  Re ℜ
Im ℑ  aleph ℵ  therefore ∴  because ∵  dagger †  top ⊤  bot ⊥  models ⊨  heartsuit ♡  spadesuit ♠  clubsuit ♣
diamondsuit ♢  copyright ©  pounds £  euro €  bmod mod  prec ≺  preceq ⪯  succ ≻  succeq ⪰  bigcup ⋃  bigcap ⋂
bigvee ⋁  bigwedge ⋀  bigoplus ⨁  bigotimes ⨂  triangleq ≜  coloneqq ≔  vdash ⊢  dashv ⊣  wr ≀  amalg ⨿
looparrowright ↬  hookrightarrow ↪  leftharpoonup ↼  rightleftharpoons ⇌  nmid ∤  nparallel ∦  subsetneq ⊊`

const FUNCTIONS =
  'sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim limsup liminf max min sup inf det dim ker gcd lcm arg deg hom mod Pr LaTeX TeX'

const looks = new Map([
  ...greek,
  ...Array.from(SIGNS.matchAll(/(\S+) (\S+)/g), ([, name, look]): [string, string] => [name!, look!]),
  ...FUNCTIONS.split(' ').map((name): [string, string] => [name, name]),
])

/** `command` without its backslash; undefined for one that has no look of its own, or none that is known. */
export function lookOf(command: string): string | undefined {
  return looks.get(command)
}
