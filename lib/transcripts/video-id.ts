/** The eleven characters that name a video, from any of YouTube's addresses or alone. */
export function videoId(address: string): string | undefined {
  const text = address.trim()
  if (/^[\w-]{11}$/.test(text)) return text
  let url: URL
  try {
    url = new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  } catch {
    return undefined
  }
  const host = url.hostname.toLowerCase().replace(/^(?:www|m|music)\./, '')
  const path = url.pathname.split('/').filter(Boolean)
  const candidate =
    host === 'youtu.be'
      ? path[0]
      : host === 'youtube.com' || host === 'youtube-nocookie.com'
        ? (url.searchParams.get('v') ??
          (/^(?:shorts|embed|live|v|e)$/.test(path[0] ?? '') ? path[1] : undefined))
        : undefined
  return candidate && /^[\w-]{11}$/.test(candidate) ? candidate : undefined
}
