import { Aws, CfnParameter, Lazy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { JobDocument, JobTarget, JobTemplate, JobTemplateGrants, PackageVersion, S3PresignedUrl } from '../src';
import { type Authorization, isAllowed, type Statement } from './iam/policy-simulator';
import { allowing, deployed, ENV, newJobTemplate, newStack, statementsOf, warningsWithIdsOf } from './support/construct';

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
    ['targets', 'line', 'be the ARN of a thing or a thing group as a text: arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME'],
    ['targets', `${IOT}:job/nightly`, 'be the ARN of a thing or a thing group as a text: arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME'],
    ['jobIds', `${IOT}:job/nightly`, 'be 1 to 64 letters, digits, _ and -, with * for any part. The id is the part of an ARN after job/'],
    ['jobIds', '', 'be 1 to 64 letters, digits, _ and -, with * for any part'],
    ['jobIds', 'a'.repeat(65), 'be 1 to 64 letters, digits, _ and -, with * for any part'],
    ['jobIds', 'nightly.1', 'be 1 to 64 letters, digits, _ and -, with * for any part'],
  ])('takes no %s that can never match: %s', (option, wrong, must) => {
    const stack = newStack({ env: ENV });
    const [right] = option === 'targets' ? [`${IOT}:thing/press`] : ['once'];
    const { user } = principal(stack);
    expect(() => newJobTemplate({}, stack).grants.createJob(user, { [option]: [right, wrong] })).toThrow(`[Fleet/Reboot] ${option}[1] is "${wrong}", must ${must}`);
  });

  test.each<[string, unknown, string]>([
    ['a JobTarget', JobTarget.thingName('press'), 'of type JobTarget'],
    ['a construct', new iot.CfnThing(newStack(), 'Thing'), 'Fleet/Thing [AWS::IoT::Thing]'],
  ])('takes no target that is %s', (_, target, what) => {
    const stack = newStack({ env: ENV });
    expect(() => newJobTemplate({}, stack).grants.createJob(principal(stack).user, { targets: [target as never] })).toThrow(
      `[Fleet/Reboot] targets[0] is ${what}, must be the ARN of a thing or a thing group as a text: arn:`);
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

  test('a target in another Region causes a warning', () => {
    const stack = newStack({ env: ENV });
    const far = 'arn:aws:iot:us-east-1:123456789012:thinggroup/line';
    const targets = [`${IOT}:thing/press`, far, 'arn:aws:iot:*:*:thing/*', Lazy.string({ produce: () => far })];
    newJobTemplate({}, stack).grants.createJob(principal(stack).user, { targets });
    expect(warningsWithIdsOf(stack)).toEqual([
      `targets[1] is "${far}", but the job is in eu-west-1, and AWS IoT knows the things of a Region only there: name a thing or a thing group of eu-west-1 `
      + '[ack: cdk-iot-job-template:targetElsewhere]',
    ]);
  });

  test.each<[string, (stack: Stack) => string[], StackProps]>([
    ['the Region of the stack is not known', () => ['arn:aws:iot:us-east-1:123456789012:thinggroup/line'], {}],
    ['the list is a token', stack => new CfnParameter(stack, 'Targets', { type: 'List<String>' }).valueAsList, { env: ENV }],
  ])('no target causes a warning if %s', (_, targetsIn, props) => {
    const stack = newStack(props);
    newJobTemplate({}, stack).grants.createJob(principal(stack).user, { targets: targetsIn(stack) });
    expect(warningsWithIdsOf(stack)).toEqual([]);
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

describe('operating jobs', () => {
  const operated = (manage?: boolean): any[] => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    newJobTemplate({}, stack).grants.operateJobs(user, { jobIds: ['update-*', 'once'], manage });
    return granted();
  };
  const OPERATE = ['iot:DescribeJob', 'iot:GetJobDocument', 'iot:ListJobExecutionsForJob', 'iot:CancelJob'];
  const JOBS = [`${IOT}:job/update-*`, `${IOT}:job/once`];

  test('allows to watch and to cancel the jobs of some ids, and to list all', () => {
    expect(operated()).toEqual([
      { Effect: 'Allow', Action: OPERATE, Resource: JOBS },
      { Effect: 'Allow', Action: 'iot:ListJobs', Resource: '*' },
    ]);
  });

  test('allows to delete jobs and to cancel executions if asked to', () => {
    expect(operated(false)).toEqual(operated());
    expect(operated(true)).toEqual([
      ...operated(),
      { Effect: 'Allow', Action: 'iot:DeleteJob', Resource: JOBS },
      { Effect: 'Allow', Action: 'iot:CancelJobExecution', Resource: [...JOBS, `${IOT}:thing/*`] },
    ]);
  });

  const on = (resource: string) => (action: string) => ({ action: `iot:${action}`, resource, context: {} });
  const onJob = on(`${IOT}:job/update-1`);
  const RUN = ['DescribeJob', 'GetJobDocument', 'ListJobExecutionsForJob', 'CancelJob'].map(onJob);
  const MANAGED = [...['DeleteJob', 'CancelJobExecution'].map(onJob), on(`${IOT}:thing/press`)('CancelJobExecution')];

  test.each([
    ['without manage', undefined, [...RUN, on('*')('ListJobs')], MANAGED],
    ['with manage', true, [...RUN, ...MANAGED, on('*')('ListJobs')], []],
  ] as const)('is enough for the requests of an operator, and none more (%s)', async (_, manage, allowed, denied) => {
    const statements: Statement[] = operated(manage);
    const others = ['CreateJob', 'UpdateJob', 'DeleteJobExecution', 'AssociateTargetsWithJob'].map(onJob);
    const otherJobs = allowed.filter(({ action }) => action !== 'iot:ListJobs' && action !== 'iot:CancelJobExecution').map(each => ({ ...each, resource: `${IOT}:job/pilot` }));
    expect(await allowedOf(statements, allowed)).toEqual(allowed);
    expect(await allowedOf(statements, [...denied, ...others, ...otherJobs])).toEqual([]);
  });

  test.each<[string, any, string]>([
    ['no ids', {}, 'jobIds is missing, must be a list'],
    ['an id that is no list', { jobIds: 'update-*' }, 'jobIds is "update-*", must be a list'],
    ['an empty list', { jobIds: [] }, 'jobIds is [], must have at least 1 item: write [\'*\'] to allow all'],
    ['an id that no job can have', { jobIds: ['update-1.0'] }, 'jobIds[0] is "update-1.0", must be 1 to 64 letters, digits, _ and -, with * for any part'],
    ['the ARN of a job', { jobIds: [`${IOT}:job/once`] }, `jobIds[0] is "${IOT}:job/once", must be 1 to 64 letters, digits, _ and -, with * for any part. `
      + 'The id is the part of an ARN after job/'],
    ['no options', undefined, 'options is missing, must be an object: write { jobIds }'],
    ['a switch that is a text', { jobIds: ['once'], manage: 'no' }, 'manage is "no", must be true or false'],
  ])('refuses %s', (_, options, message) => {
    const stack = newStack({ env: ENV });
    expect(() => newJobTemplate({}, stack).grants.operateJobs(principal(stack).user, options)).toThrow(`[Fleet/Reboot] ${message}`);
  });

  test('is allowed in the account and Region of an imported template', () => {
    const stack = newStack({ env: ENV });
    const { user, granted } = principal(stack);
    const far = 'arn:aws:iot:us-east-1:123456789012';
    JobTemplate.fromJobTemplateArn(stack, 'Far', `${far}:jobtemplate/reboot`).grants.operateJobs(user, { jobIds: ['once'], manage: true });
    expect(granted().map(({ Resource }) => Resource)).toEqual([`${far}:job/once`, '*', `${far}:job/once`, [`${far}:job/once`, `${far}:thing/*`]]);
  });
});

const allowedOf = async (statements: readonly Statement[], requests: readonly Authorization[]): Promise<Authorization[]> => {
  const decisions = await Promise.all(requests.map(request => isAllowed(statements, request)));
  return requests.filter((_, index) => decisions[index]);
};
