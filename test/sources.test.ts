import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { records, run } from './harness.ts'

/** A library with examples in raw and plain docstrings, in reStructuredText, as a doctest, and one that stands twice. */
const library = {
  'pkg/shapes.py': [
    'from typing import (',
    '    Any,  # of anything',
    '    List,',
    ')',
    '',
    'class Blob:',
    '    """Its docstring.',
    '',
    '    .. manim:: Escaped',
    '        :save_last_frame:',
    '        :ref_classes: Dot Text',
    '            Line',
    '        :quality: high',
    '',
    '        class Escaped(Scene):',
    '            def construct(self):',
    '                self.add(Text("a\\\\nb"))',
    '',
    '    After it.',
    '',
    '    .. manim:: Doctest',
    '',
    '        >>> from manim import Dot',
    '        >>> dot = Dot()',
    '        >>> dot.color',
    '        WHITE',
    '        >>> class Doctest(Scene):',
    '        ...     def construct(self):',
    '        ...         self.add(dot)',
    '    """',
    '',
    'def outline():',
    "    r'''",
    '    .. manim:: Escaped',
    '',
    '        class Helper:',
    '            pass',
    '',
    '        class Escaped(Scene):',
    '            def construct(self, *more: Any):',
    '                self.add(MathTex(r"\\pi"), Blob(), Helper())',
    '',
    "    '''",
    '    return "# .. manim:: NotHere"',
    '',
  ].join('\n'),
  'docs/page.rst': [
    'Title',
    '=====',
    '',
    '.. manim:: Plain',
    '',
    '   class Plain(Scene):',
    '       def construct(self):',
    '',
    '           self.play(Create(Circle()))',
    '',
    'Text, and the same again.',
    '',
    '.. manim:: Plain',
    '   :save_last_frame:',
    '',
    '   class Plain(Scene):',
    '       def construct(self):',
    '',
    '           self.play(Create(Circle()))',
    '',
    '.. manim:: Nothing',
    '',
    '   circle = Circle()',
    '',
  ].join('\n'),
  'scene.py':
    'from manim import *\n\nclass NoExample(Scene):\n    def construct(self):\n        self.add(Dot())\n',
  LICENSE: 'Permission is hereby granted, free of charge, to any person ... without restriction\n',
}

function write(folder: string, files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

t.test('examples in docstrings and pages are programs as their directive renders them', async t => {
  const folder = t.testdir({})
  write(folder, library)
  const { code, stdout, stderr } = await run('extract', ['manim_ce_docs', '--checkout', folder])
  t.equal(code, 0, stderr)
  const samples = records(stdout)
  t.same(
    samples.map(sample => sample.id),
    [
      'manim_ce_docs/docs/page.rst#Plain',
      'manim_ce_docs/pkg/shapes.py#Escaped',
      'manim_ce_docs/pkg/shapes.py#Doctest',
      'manim_ce_docs/pkg/shapes.py#Escaped~2',
    ],
    'and no scene of an ordinary file',
  )
  const [plain, escaped, doctest, raw] = samples
  t.equal(
    plain!.code,
    'from manim import *\n\nclass Plain(Scene):\n    def construct(self):\n\n        self.play(Create(Circle()))\n',
  )
  t.same(plain!.metadata.docs_options, {})
  t.match(escaped!.code, 'self.add(Text("a\\nb"))\n', 'escapes of a plain docstring are undone')
  t.same(escaped!.metadata.docs_options, {
    save_last_frame: true,
    ref_classes: ['Dot', 'Text', 'Line'],
    quality: 'high',
  })
  t.same(escaped!.metadata.lines, [9, 17])
  t.equal(
    doctest!.code,
    'from manim import *\n\nfrom manim import Dot\ndot = Dot()\ndot.color\nclass Doctest(Scene):\n    def construct(self):\n        self.add(dot)\n',
  )
  t.match(raw!.code, 'MathTex(r"\\pi")', 'a raw docstring is taken as it is')
  for (const sample of samples) {
    t.match(
      sample.metadata,
      { self_contained: true, license: 'MIT', overlaps: ['manimbench'] },
      sample.id as string,
    )
  }
})

t.test('a name that only the example’s own module has is imported from there, and told', async t => {
  const folder = t.testdir({})
  write(folder, library)
  const raw = records((await run('extract', ['manim_ce_docs', '--checkout', folder])).stdout).at(-1)!
  const added = ['from typing import Any', 'from pkg.shapes import Blob']
  t.same(raw.metadata.added_imports, added)
  t.match(raw.code, `from manim import *\n${added.join('\n')}\n\nclass Helper:`)
})

t.test('an example that repeats another is left out and counted; so is one without a scene', async t => {
  const folder = t.testdir({ repo: {} })
  write(join(folder, 'repo'), library)
  const rejects = join(folder, 'rejects.jsonl')
  const { stderr } = await run('extract', [
    'manim_ce_docs',
    '--checkout',
    join(folder, 'repo'),
    '--rejects',
    rejects,
  ])
  t.match(stderr, '4 samples; 1 left out: same program as another; 1 left out: no scene class')
  t.match(records(readFileSync(rejects, 'utf8')), [
    {
      id: 'manim_ce_docs/docs/page.rst#Plain~2',
      left_out: 'same program as manim_ce_docs/docs/page.rst#Plain',
    },
  ])
})

t.test('--raw gives the class of an example alone', async t => {
  const folder = t.testdir({})
  write(folder, library)
  const { stdout } = await run('extract', ['manim_ce_docs', '--raw', '--checkout', folder])
  t.match(records(stdout)[3]!.code, /^class Escaped\(Scene\):/)
})

t.test('a plugin may find programs inside files of its own kind', async t => {
  const folder = t.testdir({
    'source.mjs': `export default {
      id: 'notes', title: 't', license: 'MIT', repositories: [{ folder: './notes' }],
      embedded: {
        extensions: ['.md'],
        programs: (path, text) => [{ scene: 'A', code: text, lines: [1, 2], metadata: { page: path } }],
      },
    }`,
    notes: { 'a.md': library['scene.py'], 'a.txt': library['scene.py'] },
  })
  const samples = records((await run('extract', [join(folder, 'source.mjs')])).stdout)
  t.match(samples, [{ id: 'notes/a.md#NoExample', code: library['scene.py'], metadata: { page: 'a.md' } }])
})

t.test('what each source knows of its videos goes to its samples', async t => {
  const scene = library['scene.py']
  const notebook = JSON.stringify({ cells: [{ cell_type: 'code', source: scene }] })
  const cases: [source: string, file: string, text: string, metadata: object][] = [
    [
      'xiaoxiae_videos',
      '10-sat/scenes.py',
      scene,
      { youtube_url: 'https://www.youtube.com/watch?v=OV82ab-C85w' },
    ],
    ['xiaoxiae_videos', '05-sorting-networks/scenes.py', scene, { youtube_url: undefined }],
    [
      'benjamin_hackl',
      'E03 - animations.ipynb',
      notebook,
      {
        youtube_url: 'https://www.youtube.com/watch?v=xqENEC1URKk',
        video: { episode: 3, confidence: 'high' },
      },
    ],
    ['kutuzova', 'notebooks/Derangements.ipynb', notebook, { original_context: 'Derangements' }],
    [
      'likey_data_structures',
      'binary-search-tree/bst.py',
      scene,
      { original_context: 'Binary search trees' },
    ],
    ['vivek3141', 'coin.py', scene, { youtube_url: undefined, license: 'NONE' }],
  ]
  for (const [source, file, text, metadata] of cases) {
    const folder = t.testdir({})
    write(folder, { [file]: text })
    const { stdout } = await run('extract', [source, '--checkout', folder])
    t.match(records(stdout), [{ id: `${source}/${file}#NoExample`, metadata }], `${source}: ${file}`)
  }
})
