import { readdirSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { templateOf } from './synthesis';
import { FakeIotServer } from '../../test/fake-iot/server';
import { CloudFormationEndpoint } from '../../test/support/cloudformation-endpoint';
import { type Properties, stringified } from '../../test/support/cloudformation-event';
import { FLOOR_HANDLER, HANDWRITTEN, LAMBDA_RUNTIME, ROOT } from '../build';
import { content, requestOf } from '../content';
import { cpu, interleaved, measured, peak, ratio, run, typical, type Usage } from '../processes';
import { atMost, bytes, ms, type Row } from '../row';

const ASSET = path.join(ROOT, 'assets', 'handler');
/** A path from which the handler finds the SDK as on Lambda, in a folder of modules above it. */
const AWS_CUSTOM_RESOURCE = path.join(
  path.dirname(require.resolve('aws-cdk-lib/package.json')), 'custom-resource-handlers', 'dist', 'custom-resources', 'aws-custom-resource-handler', 'index.js',
);

/** The size of the uploaded code. */
export function code(): Row {
  const size = readdirSync(ASSET).map(file => statSync(path.join(ASSET, file)).size).reduce((sum, part) => sum + part, 0);
  return atMost({
    what: 'Lambda code, unzipped',
    figure: size,
    atMost: 200_000,
    unit: ' B',
    rivals: `handwritten handler ${bytes(statSync(HANDWRITTEN).size)}, aws-custom-resource ${bytes(statSync(AWS_CUSTOM_RESOURCE).size)} and the runtime's SDK`,
  });
}

/**
 * Starts a fresh process that loads the handler, creates a template and responds. The library's handler also
 * describes the template.
 */
export async function coldStart(rounds: number): Promise<Row[]> {
  const iot = await FakeIotServer.start();
  const answers = await CloudFormationEndpoint.start();
  try {
    const start = (handler: string, properties: Properties, answered = true) => async (): Promise<Usage> => {
      iot.service.reset();
      const before = answers.received.length;
      const usage = await run({
        args: [LAMBDA_RUNTIME, handler],
        env: {
          EVENT: JSON.stringify(createEvent(properties)),
          ANSWERS: answers.urlFor('create'),
          AWS_ENDPOINT_URL_IOT: iot.endpoint,
          AWS_REGION: 'us-east-1',
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          // Node.js on Lambda does not emit this warning.
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        },
      });
      const [answer] = answers.received.slice(before);
      if (Object.keys(iot.service.snapshot()).length !== 1 || answered && JSON.parse(answer.body).Status !== 'SUCCESS') {
        throw new Error(`${handler} has not created the template: ${answer?.body}`);
      }
      return usage;
    };
    const usages = await interleaved(rounds, {
      'job-template': start(path.join(ASSET, 'index.js'), await customResourceOf('job-template')),
      'aws-custom-resource': start(AWS_CUSTOM_RESOURCE, await customResourceOf('aws-custom-resource')),
      'floor': start(FLOOR_HANDLER, { Request: requestOf(content(0)) }),
      // The Provider framework would respond, in its own function.
      'handwritten handler': start(HANDWRITTEN, { Request: requestOf(content(0)) }, false),
    });
    const { 'job-template': ours, floor, 'aws-custom-resource': rival, 'handwritten handler': handwritten } = usages;
    return [
      atMost({
        what: 'cold start after that of Node.js: handler loaded, create, describe, response',
        figure: ratio(ours, floor, measured),
        atMost: 1.3,
        unit: 'x floor',
        digits: 2,
        detail: `${ms(typical(ours, measured))}, ${ratio(ours, rival, measured).toFixed(2)}x aws-custom-resource; `
          + `whole process ${ratio(ours, rival, cpu).toFixed(2)}x, ${ms(typical(ours, cpu))}`,
        rivals: `floor ${ms(typical(floor, measured))}, aws-custom-resource, without describe, ${ms(typical(rival, measured))}, `
          + `handwritten handler, without a response, ${ms(typical(handwritten, measured))}`,
      }),
      atMost({
        what: 'peak memory of the cold start',
        figure: ratio(ours, rival, peak),
        atMost: 0.8,
        unit: 'x aws-custom-resource',
        digits: 2,
        detail: mib(typical(ours, peak)),
        rivals: `aws-custom-resource ${mib(typical(rival, peak))}, handwritten handler ${mib(typical(handwritten, peak))}`,
      }),
    ];
  } finally {
    await Promise.all([iot.close(), answers.close()]);
  }
}

const createEvent = (properties: Properties) => ({
  RequestType: 'Create',
  ServiceToken: 'arn:aws:lambda:us-east-1:123456789012:function:provider',
  ResponseURL: 'https://cloudformation.test/create?X-Amz-Signature=signature',
  StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Fleet/00000000-0000-0000-0000-000000000001',
  RequestId: 'create',
  ResourceType: 'Custom::IoTJobTemplate',
  LogicalResourceId: 'Template',
  ResourceProperties: stringified(properties),
});

/**
 * The properties of the custom resource in an app with one template. The ARN of the provider replaces the reference
 * to it.
 */
async function customResourceOf(app: 'job-template' | 'aws-custom-resource'): Promise<Properties> {
  const { Resources } = await templateOf(app);
  const { Properties } = Object.values(Resources).find(({ Type }) => Type.startsWith('Custom::'))!;
  return { ...Properties, ServiceToken: 'arn:aws:lambda:us-east-1:123456789012:function:provider' };
}

const mib = (count: number): string => `${(count / 2 ** 20).toFixed(0)} MiB`;
