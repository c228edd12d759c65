/** The model that each backend asks where none is named: the cheapest current one. Checked 2026-11-23. */
export const defaultModels = {
  claude: 'claude-haiku-5-5',
  gemini: 'gemini-3.5-flash-lite',
  openai: 'gpt-6-luna',
  'claude-cli': 'claude-haiku-5-5',
  'gemini-cli': 'gemini-3.5-flash-lite',
} as const
