import * as fc from 'fast-check';
import { isTold, toldBy } from './confidentiality';
import { run } from './explore';
import { CANARY, type Scenario, SCENARIOS, template } from './scenarios';
import { Simulation } from './simulation';
import { short, type Transport } from './transport';

/** Ways in which a service may quote its input. */
function quoting(input: any): string {
  const { description, document, documentSource, tags = [] } = input;
  const values: string[] = [description, document, documentSource, ...tags.map(({ Value }: any) => Value)].filter(Boolean);
  return [
    'Value at \'jobTemplate\' failed to satisfy a constraint:',
    JSON.stringify(input),
    ...values.flatMap(value => [value, `'${value}'`, JSON.stringify(value), `'${value.slice(0, -3)}...'`, `"${value.slice(0, 24)}`]),
    'look at the request',
  ].join(' ');
}

/** From some call on, the service refuses every request with a long reason. */
const refusingFrom = (first: number, calls: number): Transport => {
  let call = 0;
  return (command, route) => {
    const nth = call++;
    if (nth < first || nth >= first + calls) return short(command, route);
    const message = quoting((command as { input: object }).input);
    return Promise.reject(Object.assign(new Error(message), { name: 'InvalidRequestException', $metadata: { httpStatusCode: 400 } }));
  };
};

async function told(scenario: Scenario, disruption: Parameters<typeof run>[1]): Promise<string[]> {
  const texts: string[] = [];
  await run(scenario, { ...disruption, observe: ({ lambda }) => texts.push(...toldBy(lambda)) });
  return texts;
}

test.each(SCENARIOS.map(scenario => [scenario.name, scenario] as const))('%s: nothing confidential is told, however the service quotes it', async (_, scenario) => {
  const quoted: string[] = [];
  let made = 0;
  await run(scenario, { observe: ({ service }) => { made = service.calls.length; } });
  for (let first = 0; first < Math.min(made, 12); first++) {
    for (const calls of [1, Infinity]) quoted.push(...await told(scenario, { transport: refusingFrom(first, calls) }));
  }
  expect(quoted.filter(isTold)).toEqual([]);
  // The remaining text names the problem and its place.
  expect(quoted.some(text => text.includes('failed to satisfy a constraint') && text.includes('look at the request'))).toBe(true);
});

describe('An event of any shape', () => {
  const PROPERTIES = { ...template('reboot'), AdoptExisting: 'true' } as { [property: string]: unknown };
  const odd = fc.oneof(fc.constantFrom<unknown>(null, '', [], {}, '{', 'soon', -1, [[]], [{}], `${CANARY} {`), fc.anything({ maxDepth: 2, values: [fc.constant(CANARY)] }));
  const place = fc.constantFrom('Description', 'Document', 'DocumentSource', 'Tags', 'TimeoutConfig', 'AbortConfig', 'PresignedUrlConfig', 'AdoptExisting', 'Attributes');
  const properties = fc.tuple(place, odd).map(([name, value]) => ({ ...PROPERTIES, [name]: value }));
  const event = fc.record({
    RequestType: fc.constantFrom('Create', 'Update', 'Delete'),
    ResponseURL: fc.constant(`https://cloudformation.test/?signature=${CANARY}`),
    StackId: fc.constantFrom('arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/uuid', 'fleet'),
    RequestId: fc.constant('request'),
    LogicalResourceId: fc.constant('Reboot'),
    PhysicalResourceId: fc.constantFrom('reboot', 'other'),
    ResourceProperties: properties,
    OldResourceProperties: properties,
  });

  test('tells nothing confidential', async () => {
    await fc.assert(fc.asyncProperty(event, fc.nat(3), async (hostile, first) => {
      const simulation = new Simulation({ transport: refusingFrom(first, 1) });
      await simulation.calmly(() => simulation.lambda.deliver(JSON.parse(JSON.stringify(hostile))));
      expect(toldBy(simulation.lambda).filter(text => isTold(text) && !/has no attribute/.test(text))).toEqual([]);
    }), { numRuns: 500 });
  });
});
