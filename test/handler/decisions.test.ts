import type { LogLine } from '../../src/handler/log';
import { type CustomResource, Harness, type Outcome } from '../support/harness';
import { REBOOT, REBOOT_SLOWLY } from '../support/properties';

const ADOPT = { ...REBOOT, AdoptExisting: true };

let harness: Harness;
let reboot: CustomResource;

beforeEach(async () => {
  harness = await Harness.start();
  reboot = harness.resource('Reboot');
  await reboot.create(REBOOT);
});

afterEach(async () => harness.close());

/** The lines that say what was decided: who reads the log finds there why a template is as it is. */
const decisionsOf = ({ lines }: Outcome) => lines.filter(line => 'decision' in line);
const expected = (step: string, decision: string, { RequestId, LogicalResourceId } = reboot.last!) =>
  [{ requestId: RequestId, logicalId: LogicalResourceId, step, jobTemplateId: 'reboot', decision }];

function recreateByHand(): void {
  harness.iot.templates.delete('reboot');
  harness.seed({ jobTemplateId: 'reboot', description: REBOOT.Description, document: REBOOT.Document });
}

describe('The log has a decision', () => {
  test('not if there is nothing to decide', async () => {
    expect(decisionsOf(await reboot.update(REBOOT))).toEqual([]);
    expect(decisionsOf(await reboot.delete())).toEqual([]);
  });

  test('for a late delivery', async () => {
    const { last } = reboot;
    await reboot.update(REBOOT);
    expect(decisionsOf(await harness.deliver(last!))).toEqual(expected('decide', 'late delivery: a later request has already been handled', last));
  });

  test('for new content', async () => {
    expect(decisionsOf(await reboot.update(REBOOT_SLOWLY))).toEqual(expected('decide', 'content differs: recreated under the same id'));
  });

  test.each([
    ['CreateJobTemplate', 'refused: the old template was restored'],
    ['DeleteJobTemplate', 'refused: the old template still exists'],
  ] as const)('for new content that fails at %s', async (operation, decision) => {
    harness.fault({ operation, nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    expect(decisionsOf(await reboot.update(REBOOT_SLOWLY)).slice(1)).toEqual(expected('decide', decision));
  });

  test('for an adoption, its release and a template of another owner', async () => {
    const heir = harness.resource('Heir');
    expect(decisionsOf(await heir.create(ADOPT))).toEqual(expected('decide', 'adopted', heir.last));
    expect(decisionsOf(await heir.delete())).toEqual(expected('release', `released to ${reboot.owner}`, heir.last));
    expect(decisionsOf(await heir.delete())).toEqual(expected('release', `left: it belongs to ${reboot.owner}`, heir.last));
  });

  test('once if new content is refused after the id was taken for a while', async () => {
    harness.fault({ operation: 'CreateJobTemplate', first: 1 }, { when: 'before', kind: 'conflict' })
      .fault({ operation: 'CreateJobTemplate', nth: 2 }, { when: 'before', kind: 'invalidRequest' });
    expect(decisionsOf(await reboot.update(REBOOT_SLOWLY)).slice(1)).toEqual(expected('decide', 'refused: the old template was restored'));
  });

  test('for the release of a template made by hand', async () => {
    recreateByHand();
    const heir = harness.resource('Heir');
    await heir.create(ADOPT);
    expect(decisionsOf(await heir.delete())).toEqual(expected('release', 'released', heir.last));
  });

  test('for a template that existed before a Create failed', async () => {
    const decisions = decisionsOf(await reboot.delete({ PhysicalResourceId: 'fleet-Reboot-1ABCDEF2GHIJK' }));
    expect(decisions.slice(1)).toEqual(expected('release', 'left: it existed before'));
  });

  test('for a rollback to a template that somebody recreated by hand', async () => {
    recreateByHand();
    await reboot.update(REBOOT_SLOWLY);
    expect(decisionsOf(await reboot.rollBack(REBOOT_SLOWLY))).toEqual(expected('decide',
      `left unchanged: it has the desired state, but does not belong to ${reboot.owner}: it was not created by this library`));
  });

  test('for a template that is adopted back, and for its release', async () => {
    await harness.resource('Heir').create(ADOPT);
    expect(decisionsOf(await reboot.update(REBOOT))).toEqual(expected('decide', 'ownership restored'));
    await harness.resource('Other').create(ADOPT);
    expect(decisionsOf(await reboot.delete())).toEqual(expected('release', 'released to the owner that adopted it'));
  });
});

describe('The log warns of losses of running jobs', () => {
  const url = (bucket: string, key: string) => `\${aws:iot:s3-presigned-url-v2:https://s3.us-east-1.amazonaws.com/${bucket}/${key}}`;
  const withUrls = (role: string | undefined, ...urls: string[]) => ({
    ...REBOOT,
    Document: JSON.stringify({ urls }),
    PresignedUrlConfig: role && { RoleArn: `arn:aws:iam::123456789012:role/${role}` },
  });
  const BEFORE = withUrls('one', url('files', '1.bin'));
  const BUCKETS = 'the document names other buckets: presigned URLs of running jobs fail if the role loses access to the old ones';
  const warningsIn = (lines: readonly LogLine[]) => lines.filter(({ step }) => step === 'warn').map(({ warning }) => warning);
  const ROLE = 'the role changed: presigned URLs of running jobs fail if the stack deletes the old role';

  test.each([
    ['another object of the same bucket', withUrls('one', url('files', '2.bin')), []],
    ['another bucket', withUrls('one', url('other', '1.bin')), [BUCKETS]],
    ['another bucket more', withUrls('one', url('files', '1.bin'), url('other', '1.bin')), []],
    ['no URL', withUrls('one'), [BUCKETS]],
    ['another role', withUrls('two', url('files', '1.bin')), [ROLE]],
    ['another role and bucket', withUrls('two', url('other', '1.bin')), [ROLE]],
    ['no role', REBOOT, [ROLE]],
  ])('after an edit to %s', async (_, after, warnings) => {
    await reboot.update(BEFORE);
    const { lines } = await reboot.update(after);
    expect(warningsIn(lines)).toEqual(warnings);
  });

  test('after the removal of the template', async () => {
    await reboot.update(BEFORE);
    const { lines } = await reboot.delete();
    expect(warningsIn(lines))
      .toEqual(['the template is removed: presigned URLs of running jobs fail if the stack deletes its role']);
  });

  test('not if the edit is refused', async () => {
    await reboot.update(BEFORE);
    harness.fault({ operation: 'CreateJobTemplate', nth: 1 }, { when: 'before', kind: 'invalidRequest' });
    expect((await reboot.update(withUrls('one', url('other', '1.bin')))).lines.filter(({ step }) => step === 'warn')).toEqual([]);
  });
});

test('The log ends with the response and the duration', async () => {
  harness.fault({ operation: 'ListTagsForResource', nth: 1 }, { when: 'before', kind: 'throttling' });
  const { lines } = await reboot.update(REBOOT);
  const { RequestId: requestId } = reboot.last!;
  expect(lines.slice(-2)).toEqual([
    { requestId, logicalId: 'Reboot', step: 'handle', requestType: 'Update', physicalResourceId: 'reboot', ms: 250 },
    { requestId, logicalId: 'Reboot', step: 'respond', attempt: 1, outcome: 'SUCCESS' },
  ]);
});

test('The log names a template that a failed replacement left and could not remove', async () => {
  const failed = { ...REBOOT, JobTemplateId: 'reboot-2', Attributes: ['DocumentSource'] };
  await reboot.update(failed);
  harness.fault({ operation: 'DeleteJobTemplate' }, { when: 'before', kind: 'invalidRequest' });
  const { lines } = await reboot.rollBack(failed);
  expect(lines).toContainEqual(expect.objectContaining({ step: 'rollBackReplacement', jobTemplateId: 'reboot-2', outcome: 'ServiceRefusal' }));
});

test('A template that a failed replacement left is removed at the second attempt', async () => {
  const failed = { ...REBOOT, JobTemplateId: 'reboot-2', Attributes: ['DocumentSource'] };
  await reboot.update(failed);
  const lasting = 30;
  harness.fault({ operation: 'DeleteJobTemplate', first: lasting }, { when: 'before', kind: 'accessDenied' });
  const { status, lines } = await reboot.rollBack(failed);
  expect(status).toBe('SUCCESS');
  expect(lines.filter(({ step }) => step === 'rollBackReplacement')).toHaveLength(1);
  expect(lines.filter(({ step }) => step === 'DeleteJobTemplate').length).toBeGreaterThan(lasting);
  expect(harness.ids).toEqual(['reboot']);
});

describe('CreateJobTemplate is called', () => {
  const creations = ({ calls }: Outcome) => calls.filter(operation => operation === 'CreateJobTemplate').length;

  test('once for an id that is taken', async () => {
    harness.clock.pass(60_000);
    expect(creations(await harness.resource('Heir').create(ADOPT))).toBe(1);
  });

  test('at the first attempt of an edit whose template is missing', async () => {
    harness.iot.templates.delete('reboot');
    expect((await reboot.update(REBOOT_SLOWLY)).calls.slice(0, 2)).toEqual(['ListTagsForResource', 'CreateJobTemplate']);
  });
});
