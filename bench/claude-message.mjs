// An answer of the Messages API, as the servers of the benches give it.
export const claudeMessage = text =>
  JSON.stringify({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-haiku-5-5',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 1200, output_tokens: 60 },
  })
