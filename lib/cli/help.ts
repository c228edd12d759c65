/** A command's own text as --help, as a man page and as its entry in the README. */
import { recordOptions } from '../filter/options.ts'
import { baseOptions } from './base-options.ts'
import type { Command, Option, Options } from './command.ts'

const width = 79

export function usageLine({ name, operands }: Command): string {
  return `Usage: ${name} [OPTION...]${operands ? ` ${operands}` : ''}`
}

export function helpText(command: Command): string {
  const { name, summary, details, examples, environment } = command
  const groups = optionGroups(command)
  const column = Math.min(
    30,
    2 +
      Math.max(
        ...groups.flatMap(group => Object.entries(group.options).map(entry => flags(...entry).length)),
      ),
  )
  return [
    `${name}: ${summary}`,
    '',
    usageLine(command),
    '',
    ...paragraphs(details).flatMap(paragraph => [...wrap(paragraph, width), '']),
    'Examples:',
    ...examples.flatMap(({ note, command: line }) => [`  ${note}:`, `    ${line}`]),
    '',
    ...groups.flatMap(({ title, options }) => [
      `${title}:`,
      ...Object.entries(options).flatMap(([option, declared]) => optionLines(option, declared, column)),
      '',
    ]),
    ...(environment ? ['Environment:', ...environmentLines(environment), ''] : []),
    environmentNote(command),
    '',
  ].join('\n')
}

function environmentLines(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).flatMap(([names, meaning]) => [
    `  ${names}`,
    ...wrap(meaning, width - 6).map(line => `      ${line}`),
  ])
}

function environmentNote({ options }: Command): string {
  const only = Object.keys(options).filter(name => options[name]!.commandLineOnly)
  const except = only.length > 0 ? ` but ${only.map(name => `--${name}`).join(', ')}` : ''
  const note =
    `Every option${except} can also be set by a variable (MANIM_FILTERS_ON_ERROR=skip) or in manim-filters.json. ` +
    'Exit status: 0 all is well, 1 some record or work failed, 2 the run could not be done.'
  return wrap(note, width - 1).join('\n')
}

export function manPage(command: Command, version: string): string {
  const { name, summary, operands, details, examples, environment } = command
  const groups = optionGroups(command)
  return [
    `.TH ${name.toUpperCase()} 1 "" "manim-filters ${version}" "manim-filters"`,
    '.SH NAME',
    roff(`${name} - ${summary}`),
    '.SH SYNOPSIS',
    `.B ${name}`,
    roff(`[OPTION...] ${operands}`.trim()),
    '.SH DESCRIPTION',
    paragraphs(details).map(roff).join('\n.PP\n'),
    '.SH EXAMPLES',
    ...examples.flatMap(({ note, command: line }) => [
      '.PP',
      roff(`${note}:`),
      '.PP',
      '.EX',
      roff(`    ${line}`),
      '.EE',
    ]),
    ...groups.flatMap(({ title, options }) => [
      `.SH ${title.toUpperCase()}`,
      ...Object.entries(options).flatMap(([option, declared]) => [
        '.TP',
        `.B ${roff(flags(option, declared).trim()).replaceAll('-', '\\-')}`,
        roff(sentence(declared)),
      ]),
    ]),
    ...(environment
      ? [
          '.SH ENVIRONMENT',
          ...Object.entries(environment).flatMap(([names, meaning]) => [
            '.TP',
            `.B ${roff(names)}`,
            roff(meaning),
          ]),
        ]
      : []),
    '.SH "EXIT STATUS AND ENVIRONMENT"',
    roff(environmentNote(command)),
    '',
  ].join('\n')
}

/** Signature, a paragraph, an example. */
export function readmeEntry(command: Command): string {
  const { name, operands, summary, details, examples } = command
  return [
    `### ${name}`,
    '',
    `    ${name} [OPTION...] ${operands}`.trimEnd(),
    '',
    `${capital(summary)}. ${paragraphs(details)[0]}`,
    '',
    ...examples
      .slice(0, 2)
      .flatMap(({ note, command: line }) => [`${capital(note)}:`, '', `    ${line}`, '']),
  ].join('\n')
}

function optionGroups({ options }: Command): { title: string; options: Options }[] {
  const common: Options = { ...recordOptions, ...baseOptions }
  const own = Object.entries(options).filter(([name]) => !(name in common))
  const shared = Object.entries(common).filter(([name]) => name in options || name in baseOptions)
  return [
    { title: 'Options', options: Object.fromEntries(own) },
    { title: 'Common options', options: Object.fromEntries(shared) },
  ].filter(group => Object.keys(group.options).length > 0)
}

function optionLines(name: string, option: Option, column: number): string[] {
  const left = flags(name, option)
  const lines = wrap(sentence(option), width - column).map(line => ' '.repeat(column) + line)
  if (left.length > column - 2) return [left, ...lines]
  return [left + lines[0]!.slice(left.length), ...lines.slice(1)]
}

function flags(name: string, option: Option): string {
  const short = option.alias ? `-${option.alias}, ` : '    '
  const value = option.type === 'flag' ? '' : ` ${option.value ?? 'VALUE'}`
  return `  ${short}--${name}${value}`
}

function sentence(option: Option): string {
  const notes: string[] = []
  if (option.type === 'text' && option.choices) notes.push(option.choices.join(', '))
  if (option.type === 'list') notes.push('repeatable')
  if ('default' in option && option.default !== undefined) notes.push(`default ${shown(option)}`)
  return notes.length > 0 ? `${option.describe} (${notes.join('; ')})` : option.describe
}

function shown(option: Option & { default?: string | number | undefined }): string {
  const value = option.default
  if (option.type === 'size' && typeof value === 'number' && value % 1024 ** 2 === 0)
    return `${value / 1024 ** 2}M`
  return String(value)
}

function paragraphs(text: string): string[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.replace(/\s+/g, ' ').trim())
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return [...lines, line]
}

function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replace(/^([.'])/gm, '\\&$1')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
