/** What the slicer knows of packages outside the repository. */
import { readFileSync } from 'node:fs'

interface Exports {
  /** Per library: what `from LIBRARY import *` gives. */
  stars: Record<string, string[]>
  /** Name to the last Manim release that exported it. */
  removed: Record<string, string>
  builtins: string[]
  standard: string[]
  /** Scene classes that a library gives. */
  scenes: string[]
  /** Methods that Manim's own code calls on its classes: an override of one is never dead. */
  hooks: string[]
}

const exports_ = JSON.parse(
  readFileSync(new URL('../facts/exports.json', import.meta.url), 'utf8'),
) as Exports

const stars = new Map(Object.entries(exports_.stars).map(([module, names]) => [module, new Set(names)]))
const builtins = new Set(exports_.builtins)
const standard = new Set(exports_.standard)
const hooks = new Set(exports_.hooks)
const scenes = new Set(exports_.scenes)

export const removedSince: ReadonlyMap<string, string> = new Map(Object.entries(exports_.removed))

/** Packages that are Manim, in one of its lines. They are imports even in a repository that carries a copy. */
export const MANIM_LINES = new Map<string, 'manimce' | 'manimgl' | 'manimlib-old'>([
  ['manim', 'manimce'],
  ['manimlib', 'manimgl'],
  ['manimgl', 'manimgl'],
  ['big_ol_pile_of_manim_imports', 'manimlib-old'],
])

// Imports even in their own repositories: a slice that pastes a plugin teaches nobody to use it.
const PLUGINS = new Set(
  'manim_voiceover manim_slides manim_physics manim_chemistry manim_ml manim_data_structures manim_dsa manim_editor manim_cad_drawing_utils manim_circuit manim_fonts manim_rubikscube manim_automata manim_onlinetex manim_pymunk manim_speech manim_pptx manim_revealjs manim_mobject_svg manim_themes manim_neural_network manim_algorithm manim_code_blocks manim_graphviz chanim mathtree manim_extensions manim_express'.split(
    ' ',
  ),
)

// Where the package on PyPI has another name than the module.
const DISTRIBUTIONS = new Map<string, string>([
  ['cv2', 'opencv-python'],
  ['PIL', 'Pillow'],
  ['sklearn', 'scikit-learn'],
  ['skimage', 'scikit-image'],
  ['yaml', 'PyYAML'],
  ['bs4', 'beautifulsoup4'],
  ['dateutil', 'python-dateutil'],
  ['dotenv', 'python-dotenv'],
  ['serial', 'pyserial'],
  ['usb', 'pyusb'],
  ['OpenGL', 'PyOpenGL'],
  ['moderngl_window', 'moderngl-window'],
  ['mpl_toolkits', 'matplotlib'],
  ['pylab', 'matplotlib'],
  ['Crypto', 'pycryptodome'],
  ['attr', 'attrs'],
  ['gi', 'PyGObject'],
  ['cairo', 'pycairo'],
  ['manimpango', 'ManimPango'],
  ['manimlib', 'manimgl'],
  ['big_ol_pile_of_manim_imports', 'manimlib'],
  ['manim_voiceover', 'manim-voiceover'],
  ['manim_slides', 'manim-slides'],
  ['manim_physics', 'manim-physics'],
  ['manim_chemistry', 'manim-chemistry'],
  ['manim_ml', 'manim-ml'],
  ['manim_data_structures', 'manim-data-structures'],
  ['manim_fonts', 'manim-fonts'],
  ['python_tsp', 'python-tsp'],
  ['googleapiclient', 'google-api-python-client'],
  ['IPython', 'ipython'],
  ['fitz', 'PyMuPDF'],
  ['docx', 'python-docx'],
  ['pptx', 'python-pptx'],
  ['Bio', 'biopython'],
  ['igraph', 'python-igraph'],
  ['osgeo', 'GDAL'],
  ['shapefile', 'pyshp'],
  ['speech_recognition', 'SpeechRecognition'],
  ['jwt', 'PyJWT'],
  ['zmq', 'pyzmq'],
  ['git', 'GitPython'],
  ['wx', 'wxPython'],
  ['umap', 'umap-learn'],
  ['community', 'python-louvain'],
  ['whisper', 'openai-whisper'],
])

// Packages so common that a folder of that name above a script is a topic, not the package.
const COMMON = new Set(
  'numpy scipy matplotlib networkx pandas seaborn torch torchvision tensorflow keras sympy numba colour tqdm requests rich click moviepy pydub pulp shapely jax pygments mido pyglet moderngl screeninfo cmasher tiktoken transformers datasets gensim plotly librosa statsmodels nltk spacy trimesh pyvista manimpango svgelements isosurfaces mapbox_earcut scikit_learn pycolmap mpmath pytest'.split(
    ' ',
  ),
)

/** The names a star import gives, or nothing where only the package itself could tell. */
export function starNames(module: string): ReadonlySet<string> | undefined {
  return stars.get(module)
}

export function isBuiltin(name: string): boolean {
  return builtins.has(name)
}

export function isStandard(module: string): boolean {
  return standard.has(root(module))
}

export function isPlugin(module: string): boolean {
  return PLUGINS.has(root(module))
}

/** Never a module of the repository, whatever files it has. */
export function isLibrary(module: string): boolean {
  return MANIM_LINES.has(root(module)) || isPlugin(module)
}

/** A file of the repository stands for it only where Python would surely find that file first. */
export function isInstalled(module: string): boolean {
  const name = root(module)
  return standard.has(name) || COMMON.has(name) || DISTRIBUTIONS.has(name)
}

export function isLibraryScene(name: string): boolean {
  return scenes.has(name) || /(?:Scene|Slide)$/.test(name)
}

/** A method that something other than the program's text calls, whatever class it is in. */
export function isHook(method: string): boolean {
  return /^__\w+__$/.test(method) || /^(construct|setup|tear_down|get_\w+|interpolate\w*)$/.test(method)
}

/** A method that Manim's classes have: in a class of that family it is an override, which Manim calls. */
export function isLibraryMethod(method: string): boolean {
  return hooks.has(method)
}

/** The PyPI name of the package a module comes from; nothing for the standard library. */
export function distribution(module: string): string | undefined {
  const name = root(module)
  if (standard.has(name) || name === '__future__') return undefined
  return DISTRIBUTIONS.get(name) ?? name
}

export function root(module: string): string {
  const dot = module.indexOf('.')
  return dot < 0 ? module : module.slice(0, dot)
}
