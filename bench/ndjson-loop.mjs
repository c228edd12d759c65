// The `ndjson` package: parse and stringify. Standard input to standard output.
import { pipeline } from 'node:stream/promises'
import ndjson from 'ndjson'

await pipeline(process.stdin, ndjson.parse(), ndjson.stringify(), process.stdout)
