/**
 * Templates: `{{name}}` is replaced by its value; `{{#name}}…{{/name}}` stands only where there is one, `{{^name}}…{{/name}}`
 * only where there is none. A value is never read as a template.
 */

export type Lookup = (name: string) => string | undefined

type Node = string | { name: string } | { name: string; wanted: boolean; body: readonly Node[] }
export type Template = readonly Node[]

/** What may be named, besides `metadata.…`. */
export const variables = [
  'code',
  'features',
  'storyboard',
  'strings',
  'context',
  'title',
  'transcript',
  /** Set where there is a title, a context or a transcript. */
  'video',
  'source',
  'level',
  'words',
  'form',
  'voice',
  'variant',
  'language',
] as const

/** Throws Error with a message for the person. */
export function parseTemplate(text: string): Template {
  const root: Node[] = []
  const open: { name: string; body: Node[] }[] = []
  let body = root
  let at = 0
  for (const match of text.matchAll(/\{\{([#^/]?)\s*([\w.-]+)\s*\}\}/g)) {
    const [tag, mark, name] = match as unknown as [string, string, string]
    checkName(name)
    if (match.index > at) body.push(plain(text.slice(at, match.index)))
    at = match.index + tag.length
    if (mark === '') body.push({ name })
    else if (mark === '/') {
      if (open.pop()?.name !== name) throw new Error(`{{/${name}}} closes nothing`)
      body = open.at(-1)?.body ?? root
    } else {
      const section = { name, wanted: mark === '#', body: [] as Node[] }
      body.push(section)
      open.push(section)
      body = section.body
    }
  }
  if (open.length > 0) throw new Error(`{{#${open[0]!.name}}} is never closed`)
  if (at < text.length) body.push(plain(text.slice(at)))
  return root
}

/** A slip in a tag would go to the model as it stands, with every record. */
function plain(text: string): string {
  const slip = /\{\{[#^/]?\s*[A-Za-z][^\n{}]*\}{0,2}/.exec(text)
  if (slip) throw new Error(`"${slip[0]}" is no variable and no section`)
  return text
}

function checkName(name: string): void {
  if (name.startsWith('metadata.') || (variables as readonly string[]).includes(name)) return
  throw new Error(`no variable is called "${name}"; there are ${variables.join(', ')} and metadata.…`)
}

export function render(template: Template, lookup: Lookup): string {
  let text = ''
  for (const node of template) {
    if (typeof node === 'string') text += node
    else if (!('body' in node)) text += guarded(lookup(node.name) ?? '')
    else if (Boolean(lookup(node.name)?.trim()) === node.wanted) text += render(node.body, lookup)
  }
  return text
}

/** Is `name` used anywhere in it? */
export function uses(template: Template, name: string): boolean {
  return template.some(
    node => typeof node !== 'string' && (node.name === name || ('body' in node && uses(node.body, name))),
  )
}

/** A program or a caption must not end the block that it stands in. */
function guarded(value: string): string {
  return value.replace(
    /<\/(program|storyboard|on_screen_text|video|facts|narration)>/gi,
    (_, name: string) => `< /${name}>`,
  )
}
