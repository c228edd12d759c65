import t from 'tap'
import { canonicalJson, plainBytes } from '../lib/cache/json.ts'
import { contentKey, variantKey } from '../lib/cache/keys.ts'

t.test('the content key is the hash of what json.dumps(sort_keys=True) writes', async t => {
  // Computed with CPython 3.11: quotes, backslash, control characters, U+2028, an emoji outside the BMP.
  t.equal(
    contentKey({
      code: 'é\x7f\u2028😀"\\\n\t\x01/',
      source: 'x',
      original_context: null,
      youtube_url: null,
      video_title: null,
    }),
    'd4fe75ecf7651f0dac666ff8a79765e657508f68a7ee7faf97bd8fd49ab73609',
  )
})

t.test('the variant key does not depend on the order of keys, and does on everything else', async t => {
  t.equal(variantKey({ a: 1, b: { c: [1, 2], d: null } }), variantKey({ b: { d: null, c: [1, 2] }, a: 1 }))
  t.not(variantKey({ a: 1 }), variantKey({ a: '1' }))
  t.not(variantKey({ a: [1, 2] }), variantKey({ a: [2, 1] }))
  t.equal(canonicalJson({ b: undefined, a: 'x\u2028' }), '{"a":"x\u2028"}')
})

t.test('what is frozen is written the same again, sorted or not', async t => {
  const schema = Object.freeze({ b: Object.freeze([1, 'x']), a: 2 })
  for (let times = 0; times < 2; times++) {
    t.equal(canonicalJson({ z: times, schema }), `{"schema":{"a":2,"b":[1,"x"]},"z":${times}}`)
    t.equal(String(plainBytes({ z: times, schema })), `{"z":${times},"schema":{"b":[1,"x"],"a":2}}`)
  }
})
