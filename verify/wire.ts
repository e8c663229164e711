import type { IoT } from '@aws-sdk/client-iot';

/** The raw body of a response. The SDK leaves out null members, and does not distinguish 25 from 25.0. */
export async function bodyOf(iot: IoT, call: () => Promise<unknown>): Promise<string> {
  let text = '';
  iot.middlewareStack.add((next) => async (args) => {
    const result = await next(args);
    const response = result.response as { body: AsyncIterable<Uint8Array> | Uint8Array };
    const body = await collect(response.body);
    text = body.toString();
    response.body = body;
    return result;
  }, { step: 'deserialize', priority: 'low', name: bodyOf.name, override: true });
  try {
    await call();
  } finally {
    iot.middlewareStack.remove(bodyOf.name);
  }
  return text;
}

async function collect(body: AsyncIterable<Uint8Array> | Uint8Array): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
