import { defineCommand } from '../cli/command.ts'
import { folderVariables, networkVariables } from '../cli/environment.ts'
import { describeOptions } from '../describe/options.ts'

export const describe = defineCommand({
  name: 'describe',
  summary: 'writes descriptions with a language model',
  operands: '[FILE...]',
  details: `
    Reads samples and gives a description to each whose metadata.needs_description is true; where that flag is
    absent, flag-needs' rules decide. The others leave as the bytes they came in. What the program shows goes to the
    model whole, with what analyze-features found, the video's title and context, and the words spoken in it.

    Every answer is stored before its record is written, under a hash of the request as sent. Run the same command
    again, after a crash or with a row more, and only what was never answered is asked.

    Answers are checked against the program; one that fails is sent back once with what is wrong, then the sample
    keeps its flag and gets metadata.describe_error. Work that fails for one sample stops no other: exit 1 at the
    end. A bad key, an unknown model or an empty account stops the run: exit 2.

    With --cache-readonly, and with a cache on a read-only file system, answers are taken from the cache and nothing is
    sent: what is missing leaves as it came, and the exit status is 1. --send-anyway asks for it, and keeps no answer.

    --explain writes, in the place of the samples, one line for each that would be asked about again: file, line, id,
    "differs", and "nearest", the earlier answer for that animation or id that differs least. "differs" lists code,
    features, context, transcript, prompt, model, parameters, variation (another of the --variants), correction (the
    answer was found wanting), request (something else of it), or says "never asked".

    Keys come from ANTHROPIC_API_KEY, GEMINI_API_KEY or OPENAI_API_KEY, from the file that the same name with _FILE
    behind it names, or from --key-file.`,
  environment: {
    'ANTHROPIC_API_KEY, GEMINI_API_KEY, OPENAI_API_KEY':
      'the key of the backend; with _FILE behind its name, the file that holds it',
    GOOGLE_API_KEY: 'the same as GEMINI_API_KEY, where that is not set',
    'ANTHROPIC_BASE_URL, GOOGLE_GEMINI_BASE_URL, OPENAI_BASE_URL':
      'the server of claude, gemini and openai, where --base-url does not say',
    CLAUDE_CONFIG_DIR: 'where the claude program has its login, for claude-cli',
    ...networkVariables,
    ...folderVariables,
  },
  examples: [
    {
      note: 'describe with Claude',
      command: 'extract reducible | analyze-features | describe --llm claude > out.jsonl',
    },
    { note: 'what would it cost?', command: 'describe --llm claude --dry-run samples.jsonl' },
    {
      note: 'why would it ask again?',
      command: "describe --llm claude --explain samples.jsonl | jq -r '.differs[]' | sort | uniq -c",
    },
    { note: 'without any model', command: 'describe --llm storyboard samples.jsonl' },
    {
      note: 'a model on this machine',
      command: 'describe --llm openai:qwen3 --base-url http://127.0.0.1:11434/v1 samples.jsonl',
    },
    { note: 'no more than two dollars', command: 'describe --llm gemini --max-cost 2 samples.jsonl' },
  ],
  options: describeOptions,
  // What a run is made of is loaded by the run: help, version and wrong usage need none of it.
  async run(invocation) {
    const { runDescribe } = await import('../describe/main.ts')
    await runDescribe(invocation)
  },
})
