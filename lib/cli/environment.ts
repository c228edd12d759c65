/** Variables that several commands heed. */

export const networkVariables = {
  'HTTPS_PROXY, HTTP_PROXY, NO_PROXY':
    'the proxies that requests go through, and the hosts that want none; in small letters, too',
}

export const folderVariables = {
  'MANIM_FILTERS_CACHE, XDG_CACHE_HOME':
    'the cache folder itself, or the folder that it is in (~/.cache) under the name manim-filters',
  XDG_CONFIG_HOME: 'the folder that has manim-filters/config.json, the settings for all runs (~/.config)',
}
