import { Aws, CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, JobTemplate, JobTemplateGrants, PackageVersion, S3PresignedUrl } from '../src';
import { allowing, deployed, ENV, newJobTemplate, newStack, statementsOf } from './support/construct';

const IOT = 'arn:aws:iot:eu-west-1:123456789012';

/** A principal, and what it has been granted. */
function principal(stack: Stack): { user: iam.User; granted: () => any[] } {
  const user = new iam.User(stack, 'User');
  return {
    user,
    granted: () => deployed(stack.resolve((user.node.tryFindChild('DefaultPolicy') as iam.Policy).document.toJSON().Statement),
      { Reboot1D607AD4: `${IOT}:jobtemplate/reboot`, PresignedUrlRoleFleetRebootb0bf5c3a8F6C3B3C: 'arn:aws:iam::123456789012:role/presign' }),
  };
}

describe('starting jobs', () => {
  test('is allowed for all things and thing groups, under any id', () => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    expect(newJobTemplate({}, stack).grants.createJob(user).success).toBe(true);
    expect(granted()).toEqual([{
      Effect: 'Allow',
      Action: 'iot:CreateJob',
      Resource: [`${IOT}:jobtemplate/reboot`, `${IOT}:thing/*`, `${IOT}:thinggroup/*`, `${IOT}:job/*`],
    }]);
  });

  test('is allowed for some targets and ids', () => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    newJobTemplate({}, stack).grants.createJob(user, { targets: [`${IOT}:thing/press`, `${IOT}:thinggroup/line`], jobIds: ['nightly-*', 'once'] });
    expect(granted()[0].Resource).toEqual([
      `${IOT}:jobtemplate/reboot`, `${IOT}:thing/press`, `${IOT}:thinggroup/line`, `${IOT}:job/nightly-*`, `${IOT}:job/once`,
    ]);
  });

  test.each([
    ['targets', `${IOT}:thinggroup/line`, `${IOT}:thing/press-*`],
    ['targets', 'arn:aws-cn:iot:*:*:thing*', `arn:${Aws.PARTITION}:iot:${Aws.REGION}:${Aws.ACCOUNT_ID}:thinggroup/line`],
    ['jobIds', 'a', 'Az_9-?'],
    ['jobIds', '*', `${'a'.repeat(63)}*`],
  ])('takes %s such as %s and %s', (option, ...items) => {
    const stack = newStack({ env: ENV });
    const options = { [option]: [...items, Lazy.string({ produce: () => 'known when it is synthesized' })] };
    expect(newJobTemplate({}, stack).grants.createJob(principal(stack).user, options).success).toBe(true);
  });

  test.each([
    ['targets', 'line', 'be the ARN of a thing or a thing group: arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME'],
    ['targets', `${IOT}:job/nightly`, 'be the ARN of a thing or a thing group: arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME'],
    ['jobIds', '', 'be 1 to 64 letters, digits, _ and -, with * for any part'],
    ['jobIds', 'a'.repeat(65), 'be 1 to 64 letters, digits, _ and -, with * for any part'],
    ['jobIds', 'nightly.1', 'be 1 to 64 letters, digits, _ and -, with * for any part'],
  ])('takes no %s that can never match: %s', (option, wrong, must) => {
    const stack = newStack({ env: ENV });
    const [right] = option === 'targets' ? [`${IOT}:thing/press`] : ['once'];
    const { user } = principal(stack);
    expect(() => newJobTemplate({}, stack).grants.createJob(user, { [option]: [right, wrong] })).toThrow(`[Fleet/Reboot] ${option}[1] is "${wrong}", must ${must}`);
  });

  test('includes passing the role of presigned URLs, but only to AWS IoT', () => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    const url = S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), 'key');
    newJobTemplate({ document: JobDocument.fromObject({ url }) }, stack).grants.createJob(user);
    expect(granted()).toHaveLength(2);
    expect(granted()[1]).toEqual({
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::123456789012:role/presign',
      Condition: { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } },
    });
  });

  test('includes the package versions of the template', () => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    newJobTemplate({ destinationPackageVersions: [PackageVersion.fromNames('app', '1')] }, stack).grants.createJob(user);
    expect(granted()[0].Resource).toContain(`${IOT}:package/app/version/1`);
  });

  test('is allowed in the account and Region of an imported template', () => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    const far = 'arn:aws:iot:us-east-1:210987654321';
    JobTemplate.fromJobTemplateArn(stack, 'Far', `${far}:jobtemplate/reboot`).grants.createJob(user, { jobIds: ['once'] });
    expect(granted()[0].Resource).toEqual([`${far}:jobtemplate/reboot`, `${far}:thing/*`, `${far}:thinggroup/*`, `${far}:job/once`]);
  });

  test('is allowed for package versions in the account and Region of an imported template', () => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    const far = 'arn:aws:iot:us-east-1:210987654321';
    const destinationPackageVersions = [PackageVersion.fromNames('image', '2')];
    JobTemplate.fromJobTemplateAttributes(stack, 'Far', { jobTemplateArn: `${far}:jobtemplate/reboot`, destinationPackageVersions }).grants.createJob(user);
    expect(granted()[0].Resource).toContain(`${far}:package/image/version/2`);
  });

  test('is allowed for package versions of a native template that are a list token', () => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    const { valueAsList } = new CfnParameter(stack, 'Versions', { type: 'List<String>' });
    const native = new iot.CfnJobTemplate(stack, 'Native', { jobTemplateId: 'native', description: 'd', document: '{}', destinationPackageVersions: valueAsList });
    JobTemplateGrants.fromJobTemplate(native).createJob(user);
    expect(granted()).toContainEqual({ Action: 'iot:CreateJob', Effect: 'Allow', Resource: 'ref-Versions' });
  });

  test('is allowed for an AWS-managed template, with the things and jobs of the account', () => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    const managed = 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0';
    JobTemplate.fromJobTemplateArn(stack, 'Managed', managed).grants.createJob(user);
    expect(granted()[0].Resource).toEqual([managed, `${IOT}:thing/*`, `${IOT}:thinggroup/*`, `${IOT}:job/*`]);
  });

  test.each(['targets', 'jobIds'])('is refused if there are no %s: nothing could be started', (name) => {
    const stack = newStack({ env: ENV });
    expect(() => newJobTemplate({}, stack).grants.createJob(principal(stack).user, { [name]: [] }))
      .toThrow(`[Fleet/Reboot] ${name} is [], must have at least 1 item: a job needs one. Leave it out to allow all`);
  });

  test('is allowed for a native template', () => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    const native = new iot.CfnJobTemplate(stack, 'Native', { jobTemplateId: 'native', description: 'Native', document: '{}' });
    JobTemplateGrants.fromJobTemplate(native).createJob(user);
    expect(granted()[0].Resource).toEqual(['att-Native-Arn', `${IOT}:thing/*`, `${IOT}:thinggroup/*`, `${IOT}:job/*`]);
  });

  test('has no effect on a role that is immutable', () => {
    const stack = newStack({ env: ENV });
    newJobTemplate({}, stack).grants.createJob(iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/given', { mutable: false }));
    expect(allowing(statementsOf(stack), 'iot:CreateJob')).toEqual([]);
  });
});

test.each<[string, (stack: Stack) => JobTemplateGrants, string]>([
  ['own', stack => newJobTemplate({}, stack).grants, `${IOT}:jobtemplate/reboot`],
  ['imported', stack => JobTemplate.fromJobTemplateId(stack, 'Imported', 'other').grants, `${IOT}:jobtemplate/other`],
])('an %s template can be read', (_, grantsIn, arn) => {
  const stack = newStack({ env: ENV });
  const { user, granted } = principal(stack);
  grantsIn(stack).describe(user);
  expect(granted()).toEqual([{ Effect: 'Allow', Action: 'iot:DescribeJobTemplate', Resource: arn }]);
});
