// What iso-ucan says of tokens, and the tokens that it mints.
import * as dagCbor from '@ipld/dag-cbor'
import * as dagJson from '@ipld/dag-json'
import { DID } from 'iso-did'
import { ECDSASigner } from 'iso-signatures/signers/ecdsa.js'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import * as ecdsa from 'iso-signatures/verifiers/ecdsa.js'
import * as eddsa from 'iso-signatures/verifiers/eddsa.js'
import { Resolver } from 'iso-signatures/verifiers/resolver.js'
import { Delegation } from 'iso-ucan/delegation'
import * as Envelope from 'iso-ucan/envelope'
import { Invocation } from 'iso-ucan/invocation'
import { validate } from 'iso-ucan/policy'
import { createECDH } from 'node:crypto'
import { attempt, serve, toBytes, toText } from './wire.js'

const verifierResolver = new Resolver({ ...eddsa.verifier, ...ecdsa.verifier })

const signers = {
  ED25519: (secret) => EdDSASigner.generate(secret),
  SECP256K1: (secret) => ES256KSigner.generate(secret),
  P256: (secret) => ECDSASigner.importJwk(p256(secret))
}

const signer = ({ kind, secret }) => signers[kind](toBytes(secret))

/** WebCrypto takes a secret only together with its point. */
function p256 (secret) {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(secret)
  const url = (bytes) => Buffer.from(bytes).toString('base64url')
  const point = pair.getPublicKey()
  return { kty: 'EC', crv: 'P-256', d: url(secret), x: url(point.subarray(1, 33)), y: url(point.subarray(33)) }
}

const delegation = (bytes, now) => Delegation.from({ bytes: toBytes(bytes), verifierResolver, now })

serve({
  did: async ({ key }) => (await signer(key)).did,

  /** As the library mints: it asks whether the result would count. */
  delegate: async ({ key, payload, now }) => {
    const { iss, ...terms } = dagJson.parse(payload)
    const minted = await Delegation.create({ ...terms, iss: await signer(key), now })
    return { token: toText(minted.bytes), cid: minted.cid.toString() }
  },

  invoke: async ({ key, payload, proofs, now }) => {
    const { iss, prf, ...request } = dagJson.parse(payload)
    const delegations = await Promise.all(proofs.map((proof) => delegation(proof, now)))
    const minted = await attempt(async () =>
      Invocation.create({ ...request, iss: await signer(key), prf: delegations, verifierResolver, now }))
    return { token: toText(minted.bytes), cid: minted.cid.toString() }
  },

  /** Signs any payload, without a question. */
  sign: async ({ key, tag, payload }) => {
    const [, spec, version] = tag.match(/^ucan\/(dlg|inv)@(.+)$/)
    const signed = await Envelope.sign({ spec, version, signer: await signer(key), payload: dagJson.parse(payload) })
    return { token: toText(Envelope.encode(signed)) }
  },

  judge: async ({ invocation, proofs, now }) => attempt(async () => {
    const known = new Map()
    for (const proof of proofs) {
      const found = await delegation(proof, now)
      known.set(found.cid.toString(), found)
    }
    const resolveProof = async (cid) => {
      const found = known.get(cid.toString())
      if (found == null) throw new Error(`no delegation ${cid}`)
      return found
    }
    const judged = await Invocation.from({ bytes: toBytes(invocation), resolveProof, verifierResolver, now })
    return { cid: judged.cid.toString() }
  }),

  /** Form and signature only, for what the judge has no words for. */
  open: async ({ token }) => attempt(async () => {
    const { alg, payload, signature, spec, version } = Envelope.decode({ envelope: toBytes(token) })
    const signed = Envelope.getSignaturePayload({ spec, version, signatureType: alg, payload })
    const message = dagCbor.encode(signed)
    const did = await DID.fromString(payload.iss)
    if (!await verifierResolver.verify({ signature, message, did, type: alg })) throw new Error('another signature')
    return { token: toText(Envelope.encode({ signature, signaturePayload: signed })), payload: dagJson.stringify(payload) }
  }),

  allows: async ({ policy, args }) => validate(dagJson.parse(args), dagJson.parse(policy))
})
