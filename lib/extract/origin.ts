/** Where a program is from, in a form that a reader can follow. */

/** `https://host/owner/name` of a remote, in whatever form it was given. */
export function webAddress(url: string): string {
  const ssh = /^(?:ssh:\/\/)?[\w.]+@([\w.-]+)[:/](.+)$/.exec(url)
  const address = ssh ? `https://${ssh[1]}/${ssh[2]}` : url
  // A name and password in the address are nobody's business.
  return address.replace(/^(\w+:\/\/)[^/@]*@/, '$1').replace(/(?:\.git)?\/?$/, '')
}

/** The lines of a file at a commit, where the host is one whose addresses are known. */
export function permalink(
  repository: string | undefined,
  commit: string | undefined,
  path: string,
  [first, last]: readonly [number, number],
): string | undefined {
  if (repository === undefined || commit === undefined) return undefined
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  if (/^https:\/\/github\.com\//.test(repository))
    return `${repository}/blob/${commit}/${encoded}#L${first}-L${last}`
  if (/^https:\/\/gitlab\./.test(repository))
    return `${repository}/-/blob/${commit}/${encoded}#L${first}-${last}`
  if (/^https:\/\/codeberg\.org\//.test(repository)) {
    return `${repository}/src/commit/${commit}/${encoded}#L${first}-L${last}`
  }
  return undefined
}
