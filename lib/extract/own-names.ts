/** Imports of what a module has at hand: an example in its docstring may use a name as if it stood in the module. */

/** The line that imports `name` as the module at `path` knows it, or undefined where the module has no such name. */
export function importFromModule(path: string, text: string, name: string): string | undefined {
  if (!path.endsWith('.py')) return undefined
  if (new RegExp(`^(?:class|def|async def)\\s+${name}\\b|^${name}\\s*[:=]`, 'm').test(text)) {
    const module = path.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.')
    // A folder that is no package name cannot be imported from.
    return /^[\w.]+$/.test(module) ? `from ${module} import ${name}` : undefined
  }
  for (const [, module, names] of text.matchAll(
    /^from[ \t]+(\w[\w.]*)[ \t]+import[ \t]*(\([^)]*\)|[^\n(]+)/gm,
  )) {
    const imported = names!
      .replace(/#[^\n]*/g, '')
      .replace(/[()]/g, '')
      .split(',')
    if (imported.some(clause => clause.trim() === name)) return `from ${module} import ${name}`
  }
  return undefined
}
