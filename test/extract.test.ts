import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createLicenseFinder } from '../lib/extract/license.ts'
import { records, run } from './harness.ts'

const gallery = fileURLToPath(new URL('../../samples/gallery-source.mjs', import.meta.url))

/** A small repository: helpers in one file, scenes in two, a base that plays nothing, a scene for the other library. */
const project = {
  'lib.py':
    'from manim import *\n\nPINK = "#FF00AA"\n\ndef spot():\n    return Dot(color=PINK)\n\ndef unused():\n    pass\n',
  'a.py': [
    'from manim import *',
    'from lib import spot',
    '',
    'class Base(Scene):',
    '    def setup(self):',
    '        self.spot = spot()',
    '    def never(self):',
    '        return 1',
    '',
    'class First(Base):',
    '    def construct(self):',
    '        self.play(Create(self.spot))',
    '',
    'class First(Base):',
    '    def construct(self):',
    '        self.play(FadeIn(self.spot))',
    '',
  ].join('\n'),
  'sub/b.py':
    'from manim import *\n\nclass Lost(Scene):\n    def construct(self):\n        self.play(Write(nowhere))\n',
  'gl.py':
    'from manimlib import *\n\nclass Old(Scene):\n    def construct(self):\n        self.play(ShowCreation(Circle()))\n',
  LICENSE:
    'MIT License\n\nPermission is hereby granted, free of charge, to any person ... without restriction\n',
  'sub/COPYING': 'GNU GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007\n',
}

function write(folder: string, files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function git(folder: string, ...args: string[]): string {
  const identity = [
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@example.invalid',
    '-c',
    'init.defaultBranch=main',
  ]
  return execFileSync('git', ['-C', folder, ...identity, ...args], { encoding: 'utf8' }).trim()
}

function repository(folder: string, files: Record<string, string>): string {
  write(folder, files)
  git(folder, 'init', '--quiet')
  git(folder, 'add', '.')
  git(folder, 'commit', '--quiet', '-m', 'first')
  return git(folder, 'rev-parse', 'HEAD')
}

t.test('a folder gives one sample for each scene, with where it is from', async t => {
  const folder = t.testdir({})
  const commit = repository(folder, project)
  git(folder, 'remote', 'add', 'origin', 'git@github.com:owner/name.git')
  const { code, stdout, stderr } = await run('extract', [folder])
  t.equal(code, 0)
  const samples = records(stdout)
  const source = samples[0]!.source
  t.same(
    samples.map(sample => sample.id),
    [`${source}/a.py#First`, `${source}/a.py#First~2`, `${source}/sub/b.py#Lost`],
  )
  t.match(samples[0]!.metadata, {
    scene: 'First',
    file: 'a.py',
    lines: [10, 12],
    repository: 'https://github.com/owner/name',
    commit,
    permalink: `https://github.com/owner/name/blob/${commit}/a.py#L10-L12`,
    license: 'MIT',
    license_file: 'LICENSE',
    flavor: 'manimce',
    self_contained: true,
    needs_description: true,
  })
  t.equal(samples[0]!.description, '[PENDING_DESCRIPTION]')
  t.notOk('youtube_url' in samples[0]!.metadata, 'what is not known is absent')
  t.match(samples[0]!.code, /PINK = "#FF00AA"[\s\S]*def spot[\s\S]*class Base[\s\S]*class First/)
  t.notMatch(samples[0]!.code, /unused|from lib/)
  t.match(samples[2]!.metadata, {
    license: 'GPL-3.0',
    license_file: 'sub/COPYING',
    self_contained: false,
    unresolved_names: [{ name: 'nowhere' }],
  })
  t.equal(
    stderr,
    'extract: 3 samples; 1 left out: base class that plays nothing; 1 left out: flavor manimgl\n',
  )
})

t.test('a permalink is given where the file is at the commit what was read', async t => {
  const folder = t.testdir({ other: {}, repo: {} })
  const repo = join(folder, 'repo')
  const lost = project['sub/b.py']
  const commit = repository(repo, {
    'same.py': lost,
    'ends.py': lost,
    'changed.py': lost,
    '.gitignore': 'ignored\n',
    LICENSE: project.LICENSE,
    'notes.ipynb': JSON.stringify({ cells: [{ cell_type: 'code', source: lost }] }),
  })
  git(repo, 'remote', 'add', 'origin', 'https://github.com/owner/name')
  const inner = repository(join(folder, 'other'), { 'part.py': lost })
  git(folder, 'clone', '--quiet', join(folder, 'other'), join(repo, 'part'))
  git(join(repo, 'part'), 'remote', 'set-url', 'origin', 'https://gitlab.com/other/part.git')
  write(repo, { 'changed.py': `\n${lost}`, 'new.py': lost, 'ignored/a.py': lost, 'part/new.py': lost })
  writeFileSync(join(repo, 'ends.py'), lost.replaceAll('\n', '\r\n'))
  const origins = (stdout: string) =>
    Object.fromEntries(
      records(stdout).map(({ metadata }) => [
        metadata.file,
        [metadata.repository, metadata.commit, metadata.permalink],
      ]),
    )
  const [ours, theirs] = ['https://github.com/owner/name', 'https://gitlab.com/other/part']
  const whole = await run('extract', [repo])
  t.same(origins(whole.stdout), {
    'changed.py': [ours, undefined, undefined],
    'ends.py': [ours, commit, `${ours}/blob/${commit}/ends.py#L3-L5`],
    'ignored/a.py': [undefined, undefined, undefined],
    'new.py': [undefined, undefined, undefined],
    'notes.ipynb': [ours, commit, `${ours}/blob/${commit}/notes.ipynb`],
    'part/new.py': [undefined, undefined, undefined],
    'part/part.py': [theirs, inner, `${theirs}/-/blob/${inner}/part.py#L3-5`],
    'same.py': [ours, commit, `${ours}/blob/${commit}/same.py#L3-L5`],
  })
  const licenses = records(whole.stdout).map(({ metadata }) => [metadata.file, metadata.license])
  t.match(Object.fromEntries(licenses), { 'same.py': 'MIT', 'part/part.py': 'NONE' })

  const plugin = join(folder, 'source.mjs')
  const far = 'https://github.com/far/away'
  writeFileSync(
    plugin,
    `export default { id: 'far', title: 't', license: 'MIT', repositories: [{ url: '${far}' }] }`,
  )
  mkdirSync(join(repo, 'vendored'))
  writeFileSync(join(repo, 'vendored', 'v.py'), lost)
  git(repo, 'add', 'vendored')
  git(repo, 'commit', '--quiet', '-m', 'second')
  t.same(
    origins((await run('extract', [plugin, '--checkout', join(repo, 'vendored')])).stdout),
    { 'v.py': [far, undefined, undefined] },
    'the commit is that of another repository',
  )
})

t.test(
  'a folder of a checkout gives its own scenes, with the helpers and the licence of the whole',
  async t => {
    const folder = t.testdir({ tracked: {} })
    const repo = join(folder, 'tracked')
    const scene = project['a.py'].replaceAll('First', 'Inner')
    const commit = repository(repo, { ...project, 'parts/one/c.py': scene })
    git(repo, 'remote', 'add', 'origin', 'https://github.com/owner/name')
    const { stdout } = await run('extract', [join(repo, 'parts', 'one')])
    const [sample, ...others] = records(stdout)
    t.match(sample, {
      id: 'tracked/parts/one/c.py#Inner',
      code: /PINK = /,
      metadata: {
        file: 'parts/one/c.py',
        self_contained: true,
        license: 'MIT',
        license_file: 'LICENSE',
        permalink: `https://github.com/owner/name/blob/${commit}/parts/one/c.py#L10-L12`,
      },
    })
    t.equal(others.length, 1)
    t.match(records((await run('extract', [join(repo, 'sub')])).stdout), [
      { metadata: { license: 'GPL-3.0' } },
    ])
    write(repo, { 'strange/d.py': scene })
    t.match(
      records((await run('extract', [join(repo, 'strange')])).stdout)[0],
      { id: 'strange/d.py#Inner', metadata: { license: 'NONE' } },
      'what the checkout does not track is no part of it',
    )
  },
)

t.test('a licence is what its title says, whatever others it speaks of', t => {
  const idOf = (text: string) =>
    createLicenseFinder({ list: () => ['LICENSE'], read: () => text })('scene.py').id
  const gnu = (kind: string, version: string) => `GNU ${kind} PUBLIC LICENSE\n Version ${version}, then\n`
  const more = `13. Use with the GNU Affero General Public License, version 3.\n${gnu('Lesser General', '3')}`
  t.equal(idOf(`${gnu('GENERAL', '3')}${more}`), 'GPL-3.0')
  t.equal(idOf(`${gnu('AFFERO GENERAL', '3')}${gnu('General', '3')}`), 'AGPL-3.0')
  t.equal(idOf(`${gnu('LESSER GENERAL', '3')}${gnu('General', '3')}`), 'LGPL-3.0')
  t.equal(idOf(`${gnu('LIBRARY GENERAL', '2')}${gnu('General', '2')}`), 'LGPL-2.0')
  t.equal(idOf(`Mozilla Public License Version 2.0\n${more}`), 'MPL-2.0')
  t.equal(idOf(`GNU Free Documentation License\nVersion 1.3\n${gnu('General', '3')}`), 'GFDL-1.3')
  const mit = 'Permission is hereby granted, free of charge, to use it without restriction.\n'
  t.equal(idOf(`${mit}The fonts stand under the Apache License, Version 2.0.`), 'MIT')
  t.equal(idOf('All rights reserved.'), 'LicenseRef-LICENSE')
  t.end()
})

t.test('what a file says of its own licence counts for it', t => {
  const texts: Record<string, string> = {
    LICENSE: project.LICENSE,
    'none.py': 'x = "# SPDX-License-Identifier: ISC"\n',
    'own.py': '#!/usr/bin/env python\n# SPDX-License-Identifier: Apache-2.0 (see there)\n',
    'two.py': '# Copyright, SPDX-License-Identifier: (MIT OR GPL-3.0-or-later WITH X-exception)\r\n',
    'late.py': `${'#\n'.repeat(5000)}# SPDX-License-Identifier: ISC\n`,
  }
  const licenseOf = createLicenseFinder({ list: () => Object.keys(texts), read: path => texts[path] })
  t.strictSame(licenseOf('none.py'), { id: 'MIT', file: 'LICENSE' })
  t.strictSame(licenseOf('own.py'), { id: 'Apache-2.0', file: 'own.py' })
  t.equal(licenseOf('two.py').id, '(MIT OR GPL-3.0-or-later WITH X-exception)')
  t.equal(licenseOf('late.py').id, 'MIT')
  t.end()
})

t.test('what a manim.cfg makes of the picture is told, of the nearest', async t => {
  const scene = project['sub/b.py']
  const folder = t.testdir({})
  write(folder, {
    'manim.cfg':
      '# mine\n[other]\nframe_width = 1\n[CLI]\nBackground_Color = WHITE\nframe_height: 10\nverbosity = DEBUG\n;pixel_width = 3\nframe_rate =\n',
    'a.py': scene,
    'gl.py': project['gl.py'],
    'own/manim.cfg': '[CLI]\r\nbackground_color = #112233\r\n',
    'own/deep/b.py': scene,
    'plain/manim.cfg': '[CLI]\nmedia_dir = x\n',
    'plain/c.py': scene,
  })
  const samples = records((await run('extract', [folder, '--flavor', 'any'])).stdout)
  t.same(Object.fromEntries(samples.map(({ metadata }) => [metadata.file, metadata.manim_cfg])), {
    'a.py': { file: 'manim.cfg', settings: { background_color: 'WHITE', frame_height: '10' } },
    'gl.py': undefined,
    'own/deep/b.py': { file: 'own/manim.cfg', settings: { background_color: '#112233' } },
    'plain/c.py': undefined,
  })
})

t.test('the filters leave samples out, count them, and keep them in --rejects', async t => {
  const folder = t.testdir({ repo: {} })
  const root = join(folder, 'repo')
  write(root, project)
  const names = async (...args: string[]) =>
    records((await run('extract', [root, ...args])).stdout).map(sample => sample.metadata.scene)
  t.same(await names(), ['First', 'First', 'Lost'])
  t.same(await names('--all'), ['Base', 'First', 'First', 'Lost'])
  t.same(await names('--flavor', 'manimgl'), ['Old'])
  t.same(await names('--flavor', 'any'), ['First', 'First', 'Old', 'Lost'])
  t.same(await names('--license', 'GPL-3.0'), ['Lost'])
  t.same(await names('--license', 'Apache-2.0,mit'), ['First', 'First'])
  t.same(await names('--only-self-contained'), ['First', 'First'])
  const rejects = join(folder, 'rejects.jsonl')
  await names('--only-self-contained', '--rejects', rejects)
  t.same(
    records(readFileSync(rejects, 'utf8')).map(sample => [sample.metadata.scene, sample.left_out]),
    [
      ['Base', 'base class that plays nothing'],
      ['Old', 'flavor manimgl'],
      ['Lost', 'not self-contained'],
    ],
  )
})

t.test(
  '--raw gives the class alone, --prune-methods leaves out what nothing reaches, -o writes a file',
  async t => {
    const folder = t.testdir({ repo: {} })
    write(join(folder, 'repo'), project)
    const raw = records((await run('extract', [join(folder, 'repo'), '--raw'])).stdout)[0]!
    t.equal(raw.code, 'class First(Base):\n    def construct(self):\n        self.play(Create(self.spot))\n')
    t.equal(raw.metadata.self_contained, false)
    const out = join(folder, 'out.jsonl')
    const { stdout } = await run('extract', [join(folder, 'repo'), '--prune-methods', '-o', out])
    t.equal(stdout, '')
    const pruned = records(readFileSync(out, 'utf8'))[0]!
    t.notMatch(pruned.code, /never/)
    t.match(pruned.code, /def setup/)
  },
)

t.test('one file gives its own scenes, with helpers from its repository', async t => {
  const folder = t.testdir({})
  repository(folder, project)
  const samples = records((await run('extract', [join(folder, 'a.py')])).stdout)
  t.same(
    samples.map(sample => sample.metadata.scene),
    ['First', 'First'],
  )
  t.match(samples[0]!.code, /PINK/)
})

t.test('a plugin of one’s own: its data and its last word', async t => {
  const samples = records((await run('extract', [gallery])).stdout)
  const by = new Map(samples.map(sample => [sample.metadata.scene, sample]))
  t.equal(by.get('ExclusiveOr')!.metadata.needs_description, false)
  t.equal(by.get('Interference')!.metadata.needs_description, true)
  t.equal(by.get('BubbleSort')!.metadata.original_context, 'Sorting algorithms, side by side')
  t.match(by.get('SelectionSort')!.code, /class SelectionSort\(BubbleSort\)/)
  const folder = t.testdir({
    'bad.mjs': 'export default { id: "X y" }',
    'broken.mjs': 'nonsense(',
    'picky.mjs': `export default { id: 'picky', title: 't', license: 'MIT', repositories: [{ folder: './repo' }], transform: s => (s.metadata.scene === 'Lost' ? undefined : s) }`,
    repo: { 'b.py': project['sub/b.py'] },
  })
  t.match(await run('extract', [join(folder, 'bad.mjs')]), {
    code: 2,
    stderr: /is no source: its id must be/,
  })
  t.match(await run('extract', [join(folder, 'broken.mjs')]), {
    code: 2,
    stderr: /^extract: cannot load the source/,
  })
  t.match(await run('extract', [join(folder, 'picky.mjs')]), {
    code: 0,
    stdout: '',
    stderr: /1 left out: the source leaves it out/,
  })
})

t.test('--list tells the sources, one a line', async t => {
  const { stdout } = await run('extract', ['--list'])
  const sources = records(stdout)
  t.ok(sources.length >= 3)
  for (const source of sources) {
    t.match(source, {
      id: /^[a-z0-9_]+$/,
      title: String,
      license: String,
      expected: Number,
      priority: Number,
    })
    t.ok('repositories' in source || 'dataset' in source, source.id as string)
  }
  t.same(
    sources.map(source => source.id),
    sources.map(source => source.id).sort(),
  )
})

t.test('a source is cloned once, at its commit, through the user’s own git configuration', async t => {
  const folder = t.testdir({ remote: { name: {} } })
  const commit = repository(join(folder, 'remote', 'name'), project)
  write(join(folder, 'remote', 'name'), { 'a.py': 'broken(' })
  git(join(folder, 'remote', 'name'), 'commit', '--quiet', '-am', 'second')
  const config = join(folder, 'gitconfig')
  writeFileSync(config, `[url "file://${folder}/remote/"]\n\tinsteadOf = https://example.invalid/owner/\n`)
  const plugin = join(folder, 'source.mjs')
  const url = 'https://example.invalid/owner/name'
  writeFileSync(
    plugin,
    `export default { id: 'far', title: 't', license: 'MIT', repositories: [{ url: '${url}', commit: '${commit}' }] }`,
  )
  const env = { GIT_CONFIG_GLOBAL: config, MANIM_FILTERS_CACHE: join(folder, 'cache') }

  const first = await run('extract', [plugin], { env })
  t.equal(first.code, 0, first.stderr)
  t.match(first.stderr, `extract: fetching ${url} at ${commit}\n`)
  t.equal(records(first.stdout).length, 3)
  t.match(records(first.stdout)[0]!.metadata, { commit, repository: url })

  const away = { ...env, GIT_CONFIG_GLOBAL: '/dev/null' }
  const second = await run('extract', [plugin], { env: away })
  t.match(second, { code: 0, stdout: first.stdout }, 'the second run needs no network')
  t.match(await run('extract', [plugin, '--offline'], { env: away }), { code: 0, stdout: first.stdout })

  const newest = await run('extract', [plugin, '--ref', 'main'], { env })
  t.match(newest.stderr, /extract: far: a\.py:1: /, 'the other commit, told apart')
  t.match(await run('extract', [plugin, '--ref', 'none'], { env }), {
    code: 2,
    stdout: '',
    stderr: /extract: cannot fetch https:\/\/example\.invalid\/owner\/name: .*none/,
  })
  t.match(await run('extract', [url, '--ref', commit], { env }), { code: 0, stdout: /"name\/a\.py#First"/ })
})

t.test('a remote that is not there is one line and exit code 2; so is --offline without a clone', async t => {
  const folder = t.testdir({})
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', MANIM_FILTERS_CACHE: join(folder, 'cache') }
  const far = await run('extract', ['-q', `file://${folder}/none`], { env })
  t.match(far, { code: 2, stdout: '' })
  t.match(far.stderr, /^extract: cannot fetch file:\/\/.*\n$/)
  const offline = await run('extract', [`file://${folder}/none`, '--offline'], { env })
  t.match(offline, { code: 2, stderr: /--offline forbids to fetch it\n$/ })
})

t.test('addresses that would make git run something are refused', async t => {
  for (const address of [
    'ext::sh -c touch% /tmp/x',
    '--upload-pack=touch',
    'https://-oProxyCommand=x/y',
    'foo://x/y',
  ]) {
    const { code, stderr } = await run('extract', ['--', address])
    t.equal(code, 2, address)
    t.equal(stderr.split('\n').length, 2, stderr)
  }
})

t.test('wrong operands are usage errors', async t => {
  t.match(await run('extract'), {
    code: 2,
    stdout: '',
    stderr: /^extract: no source given\nextract: Usage: /,
  })
  t.match(await run('extract', ['nosuch']), { code: 2, stderr: /"nosuch" is no source/ })
  t.match(await run('extract', ['a', 'b', '--checkout', 'x']), {
    code: 2,
    stderr: /--checkout goes with one source/,
  })
  t.match(await run('extract', ['reducible', '--checkout', '/nonexistent']), {
    code: 2,
    stderr: /is no folder/,
  })
  t.match(await run('extract', ['reducible', '--checkout', '.', '--checkout', '.']), {
    code: 2,
    stderr: /has 1 repositories, not 2/,
  })
})

t.test('an option that does not apply to what is read is a usage error, and not passed over', async t => {
  const folder = t.testdir({
    repo: { 'a.py': project['sub/b.py'] },
    'd.jsonl': '',
    'here.mjs': `export default { id: 'here', title: 't', license: 'MIT', repositories: [{ folder: './repo' }] }`,
  })
  const repo = join(folder, 'repo')
  const table = join(folder, 'd.jsonl')
  const cases: [args: string[], message: RegExp][] = [
    [[repo, '--ref', 'main'], /^--ref goes with what is cloned, and .*repo is read as it is$/],
    [
      [join(folder, 'here.mjs'), '--ref', 'main'],
      /^--ref goes with what is cloned, and .*repo is read as it is$/,
    ],
    [['reducible', '--checkout', repo, '--ref', 'main'], /^--ref goes with what is cloned, and /],
    [[repo, '--checkout', repo], /^--checkout goes with a source or an address, and ".*repo" is neither$/],
    [[table, '--checkout', table], /^--checkout goes with a source or an address, /],
    [[repo, '--code-field', 'x'], /^--code-field goes with tables, and none is read$/],
    [[repo, '--description-field', 'x'], /^--description-field goes with tables, and none is read$/],
  ]
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await run('extract', args)
    t.match({ code, stdout }, { code: 2, stdout: '' }, args.join(' '))
    t.match(stderr.replace(/^extract: |\n$/g, ''), message)
  }
  t.match(await run('extract', [repo, table, '--code-field', 'x']), { code: 0 }, 'one of them is a table')
})

t.test('two operands that are called alike give different ids, whatever their order', async t => {
  const rows = `${JSON.stringify({ code: project['sub/b.py'] })}\n`
  const here = () => ({ videos: { 'a.py': project['sub/b.py'] }, 'd.jsonl': rows })
  const folder = t.testdir({
    x: here(),
    y: here(),
    z: { 'x-d.jsonl': rows },
  })
  const idsOf = async (...operands: string[]) =>
    records(
      (
        await run(
          'extract',
          operands.map(operand => join(folder, operand)),
        )
      ).stdout,
    ).map(({ id }) => id)
  t.same(await idsOf('x/d.jsonl'), ['d/d.jsonl:1#Lost'])
  t.same(await idsOf('x/d.jsonl', 'x/d.jsonl'), ['d/d.jsonl:1#Lost', 'd/d.jsonl:1#Lost'], 'the same twice')
  t.same(await idsOf('y/d.jsonl', 'x/d.jsonl'), ['y_d/d.jsonl:1#Lost', 'x_d/d.jsonl:1#Lost'])
  t.same(await idsOf('x/videos', 'y/videos'), ['x_videos/a.py#Lost', 'y_videos/a.py#Lost'])
  const ids = await idsOf('z/x-d.jsonl', 'x/d.jsonl', 'y/d.jsonl')
  t.match(ids, ['x_d/x-d.jsonl:1#Lost', /_x_d\/d\.jsonl:1#Lost$/, 'y_d/d.jsonl:1#Lost'])
  write(folder, { 'Core/a.py': project['sub/b.py'], 'core/a.py': project['sub/b.py'] })
  t.same(await idsOf('Core', 'core'), ['core/a.py#Lost', 'core_2/a.py#Lost'])
  t.same(await idsOf('x/d.jsonl', 'x/videos'), ['d/d.jsonl:1#Lost', 'videos/a.py#Lost'])
})

t.test('a repository without a work tree is cloned', async t => {
  const folder = t.testdir({ work: {} })
  const commit = repository(join(folder, 'work'), project)
  git(folder, 'clone', '--quiet', '--bare', join(folder, 'work'), join(folder, 'name.git'))
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', MANIM_FILTERS_CACHE: join(folder, 'cache') }
  const { code, stdout, stderr } = await run('extract', [join(folder, 'name.git')], { env })
  t.equal(code, 0, stderr)
  t.match(records(stdout)[0], { id: 'name/a.py#First', metadata: { commit, repository: undefined } })
})

t.test(
  'hostile trees: links, foreign encodings, strange names and huge files are skipped with a reason',
  async t => {
    const folder = t.testdir({
      outside: { 'secret.py': project['sub/b.py'] },
      repo: { 'ok.py': project['sub/b.py'] },
    })
    const repo = join(folder, 'repo')
    symlinkSync(join(folder, 'outside', 'secret.py'), join(repo, 'link.py'))
    symlinkSync(join(folder, 'outside'), join(repo, 'folder'))
    symlinkSync(repo, join(repo, 'loop'))
    writeFileSync(
      join(repo, 'latin.py'),
      Buffer.concat([Buffer.from(project['sub/b.py']), Buffer.from([0x23, 0xe9])]),
    )
    writeFileSync(join(repo, 'huge.py'), `${project['sub/b.py']}${'#'.repeat(9 * 1024 * 1024)}`)
    writeFileSync(join(repo, 'deep.py'), `x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}\n`)
    writeFileSync(join(repo, 'new\nline.py'), project['sub/b.py'])
    writeFileSync(join(repo, 'round.py'), `import trip\n${project['sub/b.py'].replace('Lost', 'Round')}`)
    writeFileSync(join(repo, 'trip.py'), `import round\n${project['sub/b.py'].replace('Lost', 'Trip')}`)
    const { code, stdout, stderr } = await run('extract', [repo])
    t.equal(code, 1)
    const files = records(stdout).map(sample => sample.metadata.file)
    t.same(files.sort(), ['new\nline.py', 'ok.py', 'round.py', 'trip.py'])
    t.match(stderr, /link\.py: a symbolic link to nothing in the tree, not followed/)
    t.match(stderr, /latin\.py: not UTF-8/)
    t.match(stderr, /huge\.py: larger than 8 MiB/)
    t.match(stderr, /deep\.py: /)
    t.match(stderr, /; 2 bad files\n$/, 'a link that is not followed is none, nor what has no class')
  },
)

t.test('a file that is no Python is told and counted, and the run ends with exit code 1', async t => {
  const folder = t.testdir({
    'a.py': project['sub/b.py'],
    'b.py': `${project['sub/b.py'].replace('Lost', 'Broken')}x = = 1\ny = = 2\n`,
    'c.ipynb': 'class Of no notebook',
    'listing.py': 'print(1)\nPrints one!\n',
    'helper.py': 'def half(x):\n    return x / / 2\n',
    'd.py': project['sub/b.py']
      .replace('import *\n', 'import *\nfrom helper import half\n')
      .replace('nowhere', 'half(1)'),
    LICENSE: 'x',
  })
  writeFileSync(join(folder, 'LICENSE'), Buffer.from([0xa9]))
  const { code, stdout, stderr } = await run('extract', [folder, '-q'])
  t.equal(code, 1)
  t.same(
    records(stdout).map(sample => sample.metadata.scene),
    ['Lost', 'Broken', 'Lost'],
  )
  t.match(stderr, /: b\.py:6: .*\nextract: .*: c\.ipynb: not a notebook.*\nextract: .*: helper\.py:2: .*\n$/)
  const aloud = await run('extract', [folder])
  t.match(
    aloud.stderr,
    /: listing\.py:2: [\s\S]*\nextract: 3 samples; 3 bad files\n$/,
    'no scene can be in it',
  )
  t.match(await run('extract', [join(folder, 'a.py')]), { code: 0 }, 'the others were not asked for')
})

t.test('a file is read in the encoding that it names, as Python would read it', async t => {
  const folder = t.testdir({})
  const text = (encoding: string, name: string) =>
    `# café\n# -*- coding: ${encoding} -*-\nfrom manim import *\nclass ${name}(Scene):\n    def construct(self):\n        self.add(Text("é"))\n`
  const latin1 = (encoding: string, name: string) => Buffer.from(text(encoding, name), 'latin1')
  const files: Record<string, Buffer> = {
    'a.py': latin1('latin-1', 'Latin'),
    'b.py': latin1('ISO_8859_1', 'Iso'),
    'c.py': Buffer.concat([latin1('cp1252', 'Windows'), Buffer.from('# \x80', 'latin1')]),
    'd.py': Buffer.from(text('utf8', 'Utf')),
    'e.py': latin1('klingon', 'Unknown'),
    'f.py': latin1('ascii', 'Ascii'),
    'g.py': Buffer.from(text('big5', 'Big').replaceAll('é', 'e')),
    'h.py': Buffer.from(`# é\n\n${text('latin-1', 'Third')}`),
  }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  const { stdout, stderr } = await run('extract', [folder, '--raw'])
  t.same(
    records(stdout).map(({ metadata, code }) => [metadata.scene, /"(.)"/.exec(code)?.[1]]),
    [
      ['Latin', 'é'],
      ['Iso', 'é'],
      ['Windows', 'é'],
      ['Utf', 'é'],
      ['Big', 'e'],
      ['Third', 'é'],
    ],
  )
  t.match(stderr, /: e\.py: its encoding klingon is not known\n/)
  t.match(stderr, /: f\.py: not ascii, as it says\n/)
})

t.test('lines may end in a carriage return alone; a file with NUL characters is no Python', async t => {
  const folder = t.testdir({ 'a.py': project['sub/b.py'].replaceAll('\n', '\r'), 'b.py': 'x = "\0"\n' })
  const { stdout, stderr } = await run('extract', [folder])
  t.match(records(stdout), [
    { code: project['sub/b.py'].replace('*\n', '*\n\n'), metadata: { lines: [3, 5] } },
  ])
  t.match(stderr, /: b\.py: not Python: it holds a NUL character\n/)
})

t.test(
  'what links to files and folders of the tree show is imported, and is no second set of scenes',
  async t => {
    const folder = t.testdir({
      shared: {
        'helper.py':
          'from manim import *\n\nclass Star(RegularPolygon):\n    pass\n\nclass Test(Scene):\n    def construct(self):\n        self.play(Create(Star()))\n',
      },
      kepler: {
        'orbit.py':
          'from helper import *\nfrom tools.helper import Star as Sun\n\nclass Orbit(Scene):\n    def construct(self):\n        self.play(Create(Star()), FadeIn(Sun()))\n',
      },
    })
    const kepler = join(folder, 'kepler')
    symlinkSync('../shared/helper.py', join(kepler, 'helper.py'))
    symlinkSync('../shared', join(kepler, 'tools'))
    symlinkSync('..', join(kepler, 'up'))
    symlinkSync('nowhere.py', join(kepler, 'gone.py'))
    const { code, stdout, stderr } = await run('extract', [folder])
    t.equal(code, 0)
    const samples = records(stdout)
    t.same(
      samples.map(sample => [sample.metadata.file, sample.metadata.self_contained]),
      [
        ['kepler/orbit.py', true],
        ['shared/helper.py', true],
      ],
    )
    t.match(samples[0]?.code, /class Star\(RegularPolygon\)/)
    t.match(stderr, /gone\.py: a symbolic link to nothing in the tree/)
    const one = records((await run('extract', [join(kepler, 'helper.py')])).stdout)
    t.same(
      one.map(sample => sample.metadata.scene),
      ['Test'],
      'unless it is asked for by that name',
    )
  },
)

t.test('two --checkout are the two repositories of a source', async t => {
  const folder = t.testdir({
    one: { 'InformationTheory.py': project['sub/b.py'] },
    two: { manim_scripts: {} },
  })
  writeFileSync(join(folder, 'two', 'manim_scripts', 'FastSoftmax.py'), project['sub/b.py'])
  const args = ['szymon_ozog', '--checkout', join(folder, 'one'), '--checkout', join(folder, 'two')]
  const samples = records((await run('extract', args)).stdout)
  t.same(
    samples.map(sample => [sample.metadata.file, sample.metadata.video_title]),
    [
      ['InformationTheory.py', undefined],
      ['manim_scripts/FastSoftmax.py', 'How to write a fast Softmax kernel'],
    ],
  )
})

t.test('the source of the README works as it is written there', async t => {
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')
  const block = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  t.ok(block.trim().split('\n').length <= 19)
  const scene = (name: string) =>
    `from manim import *\n\nclass ${name}(Scene):\n    def construct(self):\n        self.wait()\n`
  const folder = t.testdir({ me: { videos: {} } })
  const commit = repository(join(folder, 'me', 'videos'), {
    '2024/fourier/a.py': scene('Wave'),
    '2024/other.py': scene('Other'),
    'b.py': scene('TestScene'),
  })
  writeFileSync(join(folder, 'gitconfig'), `[url "file://${folder}/"]\n\tinsteadOf = https://github.com/\n`)
  writeFileSync(join(folder, 'my-source.mjs'), block.replace(/[0-9a-f]{40}/, commit))
  const env = { GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'), MANIM_FILTERS_CACHE: join(folder, 'cache') }
  const { code, stdout, stderr } = await run('extract', [join(folder, 'my-source.mjs')], { env })
  t.equal(code, 0, stderr)
  t.match(stderr, '1 left out: the source leaves it out')
  const [wave, other] = records(stdout)
  t.match(wave, {
    id: 'my_videos/2024/fourier/a.py#Wave',
    metadata: { video_title: 'Fourier in five minutes', original_context: 'The 2024 lecture series' },
  })
  t.match(other!.metadata, { original_context: 'The 2024 lecture series', video_title: undefined })
})
