import { temporaryFile } from '../../../test/support/temporary';
import { nativeTemplatesIn } from '../../src/cloudformation/job-templates';
import { parseTemplate, readTemplateFile } from '../../src/cloudformation/template-file';
import { NATIVE_TEMPLATE } from '../migration/templates';

const found = (text: string, region?: string) => nativeTemplatesIn(parseTemplate(text), { stack: 'the stack of a file', region });
const withProperties = (properties: string) =>
  found(`Resources: { A: { Type: AWS::IoT::JobTemplate, Properties: { JobTemplateId: a, Description: A, ${properties} } } }`);

describe('The native templates of a file', () => {
  test('are read from YAML with short functions, with the names of the API', () => {
    expect(found(NATIVE_TEMPLATE)).toMatchObject([
      {
        id: 'calibrate',
        content: { description: 'Calibrates the radio', timeoutConfig: { inProgressTimeoutInMinutes: 90 } },
        tags: new Map([['team', 'radio']]),
      },
      {
        id: 'restart-radio',
        content: {
          jobExecutionsRolloutConfig: {
            maximumPerMinute: 100,
            exponentialRate: { baseRatePerMinute: 5, incrementFactor: 2, rateIncreaseCriteria: { numberOfSucceededThings: 50 } },
          },
        },
      },
      { id: 'archive', content: { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'ALL', numberOfRetries: 10 }] } } },
      { id: 'wipe', content: { maintenanceWindows: [{ startTime: 'cron(0 0 1 * ? *)', durationInMinutes: 1430 }] } },
    ]);
  });

  test('are read from JSON, without other resources', () => {
    const Resources = {
      A: { Type: 'AWS::IoT::JobTemplate', Properties: { JobTemplateId: 'a', Description: 'A', Document: '{}' } },
      B: { Type: 'AWS::S3::Bucket' },
    };
    expect(found(JSON.stringify({ Resources }))).toEqual([
      { id: 'a', content: { description: 'A', document: '{}' }, tags: new Map(), native: { logicalId: 'A', stack: 'the stack of a file' } },
    ]);
  });

  test('keep texts that look like numbers or dates', () => {
    expect(withProperties("Document: '1', DocumentSource: 2026-01-01")).toMatchObject([{ content: { document: '1', documentSource: '2026-01-01' } }]);
  });

  test('are skipped if a value is known only at deployment', () => {
    expect(withProperties('Document: !GetAtt Other.Document')).toEqual([
      { id: 'a', logicalId: 'A', reason: 'it depends on Other.Document, which is known only at deployment: deploy it, and import it from the account without --from-template' },
    ]);
  });

  test('are skipped if they have a dynamic reference, also in the id', () => {
    const reason = 'it depends on a dynamic reference, which is known only at deployment: deploy it, and import it from the account without --from-template';
    expect(withProperties("Document: '{{resolve:ssm:document}}'")).toEqual([{ id: 'a', logicalId: 'A', reason }]);
    expect(found("Resources: { A: { Type: AWS::IoT::JobTemplate, Properties: { JobTemplateId: '{{resolve:ssm:id}}', Description: A, Document: '{}' } } }"))
      .toEqual([{ logicalId: 'A', reason }]);
  });

  test('without an id are skipped by their logical id', () => {
    expect(found("Resources: { A: { Type: AWS::IoT::JobTemplate, Properties: { Description: A, Document: '{}' } } }"))
      .toEqual([{ logicalId: 'A', reason: 'it has no JobTemplateId' }]);
  });

  test('are skipped if they depend on a parameter, also on one with a default', () => {
    const reason = (reference: string) =>
      `it depends on ${reference}, which is known only at deployment: deploy it, and import it from the account without --from-template`;
    const native = (id: string, more = '') => `{ Type: AWS::IoT::JobTemplate, ${more} Properties: { JobTemplateId: ${id}, Description: A, Document: '{}' } }`;
    expect(found(`
      Parameters: { Env: { Type: String, Default: dev } }
      Conditions: { IsProduction: !Equals [!Ref Env, production] }
      Resources: { A: ${native("!Sub 'reboot-${Env}'")}, B: ${native('!If [IsProduction, b, c]')}, C: ${native('c', 'Condition: IsProduction,')}, D: ${native('d')} }
    `)).toMatchObject([
      { reason: reason('the parameter Env') }, { reason: reason('the condition IsProduction') }, { reason: reason('the condition IsProduction') },
      { id: 'd', content: {} },
    ]);
  });

  test('are skipped if a property is wrong', () => {
    expect(withProperties('Documents: a')).toEqual([{ id: 'a', logicalId: 'A', reason: expect.stringMatching(/^property Documents must be one of JobTemplateId, /) }]);
    expect(withProperties('TimeoutConfig: { InProgressTimeoutInMinutes: soon }')).toEqual([
      { id: 'a', logicalId: 'A', reason: 'property TimeoutConfig.InProgressTimeoutInMinutes must be a number' },
    ]);
  });

  test('are skipped if another one has the same id', () => {
    const resource = (id: string) => `{ Type: AWS::IoT::JobTemplate, Properties: { JobTemplateId: ${id}, Description: A, Document: '{}' } }`;
    expect(found(`Resources: { A: ${resource('dup')}, B: ${resource('other')}, C: ${resource('dup')}, D: ${resource('dup')} }`)).toMatchObject([
      { id: 'dup', content: {} },
      { id: 'other', content: {} },
      { id: 'dup', reason: 'C has the same JobTemplateId as A, which comes first in the file' },
      { id: 'dup', reason: 'D has the same JobTemplateId as A, which comes first in the file' },
    ]);
  });

  test('know the Region if it is given', () => {
    const text = "Resources: { A: { Type: AWS::IoT::JobTemplate, Properties: { JobTemplateId: a, Description: !Sub 'In ${AWS::Region}', Document: '{}' } } }";
    expect(found(text, 'eu-west-1')).toMatchObject([{ content: { description: 'In eu-west-1' }, region: 'eu-west-1' }]);
    expect(found(text.replace('${AWS::Region}', 'Europe'), 'eu-west-1')[0]).not.toHaveProperty('region');
    expect(found(text)).toMatchObject([{ reason: expect.stringContaining('AWS::Region') }]);
  });
});

describe('A file that is no template', () => {
  test.each<[string, string, string]>([
    ['has no resources', 'a: 1', 'has no Resources: pass a CloudFormation template in JSON or YAML'],
    ['is empty', '', 'has no Resources: pass a CloudFormation template in JSON or YAML'],
    ['cannot be parsed', '{ a: [', 'is neither JSON nor YAML: '],
  ])('%s', (_, text, message) => {
    expect(() => readTemplateFile(temporaryFile(text))).toThrow(message);
  });

  test('does not exist', () => {
    expect(() => readTemplateFile('/no/such/file')).toThrow('/no/such/file cannot be read (ENOENT): pass the path of a CloudFormation template');
  });
});
