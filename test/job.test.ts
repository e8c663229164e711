import { CfnOutput, CfnParameter, CfnResource, Duration, NestedStack, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Stack as NewestStack } from 'aws-cdk-lib-newest';
import { CfnJob } from 'aws-cdk-lib-newest/aws-iot';
import { Construct } from 'constructs';
import {
  AwsManagedJobTemplate, type IJob, Job, JobDocument, JobEndBehavior, type JobProps, JobTarget, JobTargetSelection, JobTemplate, JobTemplateLookup,
  type JobTemplateProps, MaintenanceWindow, PresignedUrlRole, S3PresignedUrl,
} from '../src';
import { deployed, ENV, errorOf, newApp, newJob, newJobTemplate, newStack, propertiesOf, unknownText, warningsWithIdsOf } from './support/construct';

const TYPE = 'AWS::IoT::Job';
const IOT = 'arn:aws:iot:eu-west-1:123456789012';
const NOW = '2026-11-27T12:00';

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse(`${NOW}:00Z`));
});

const inStack = (): Stack => newStack({ env: ENV });
const jobIn = (stack: Stack): any => Object.values(Template.fromStack(stack).findResources(TYPE))[0];
const idOf = (stack: Stack): string => propertiesOf(stack, TYPE).JobId;

/** The id of a job with these props, in an app of its own. */
function generated(props: Partial<JobProps> = {}, template: Partial<JobTemplateProps> = {}, id = 'Release'): string {
  const stack = inStack();
  newJob({ jobTemplate: newJobTemplate(template, stack), ...props }, stack, id);
  return idOf(stack);
}

/** The problems that the props of a job cause. */
const refusalOf = (props: Partial<JobProps>, stack: Stack = inStack()): string | undefined => errorOf(() => newJob(props, stack));

/** The ids of the warnings that a job causes. */
function warningIdsOf(props: Partial<JobProps>): string[] {
  const stack = inStack();
  newJob(props, stack);
  return warningsWithIdsOf(stack).map(text => /\[ack: (.*)\]$/.exec(text)![1]);
}

describe('a job', () => {
  test('is a resource of CloudFormation with the template and the targets', () => {
    const stack = inStack();
    newJob({}, stack);
    const { Type, Properties: { JobId, ...properties } } = jobIn(stack);
    expect(Type).toBe(TYPE);
    expect(JobId).toMatch(/^Fleet-Reboot-b0bf5c3a-[0-9a-f]{12}$/);
    expect(deployed(properties, { Reboot1D607AD4: 'template' })).toEqual({ JobTemplateArn: 'template', Targets: [`${IOT}:thinggroup/gateways`] });
  });

  test('has all of its props', () => {
    const stack = inStack();
    newJob({
      jobId: 'release-1',
      release: undefined,
      description: 'Updates the gateways',
      targetSelection: JobTargetSelection.CONTINUOUS,
      schedule: { startTime: '2026-12-01T02:00', endTime: '2026-12-05T02:00', endBehavior: JobEndBehavior.STOP_ROLLOUT },
      tags: { team: 'fleet' },
    }, stack);
    expect(propertiesOf(stack, TYPE)).toMatchObject({
      JobId: 'release-1',
      Description: 'Updates the gateways',
      TargetSelection: 'CONTINUOUS',
      SchedulingConfig: { StartTime: '2026-12-01T02:00', EndTime: '2026-12-05T02:00', EndBehavior: 'STOP_ROLLOUT' },
      Tags: [{ Key: 'team', Value: 'fleet' }],
    });
  });

  test('gets the tags that are added to it, and not those of the template', () => {
    const stack = inStack();
    const job = newJob({ jobTemplate: newJobTemplate({ tags: { template: 'yes' } }, stack), tags: { team: 'fleet' } }, stack);
    Tags.of(job).add('stage', 'beta');
    expect(propertiesOf(stack, TYPE).Tags).toEqual([{ Key: 'stage', Value: 'beta' }, { Key: 'team', Value: 'fleet' }]);
  });

  test.each<[string, (stack: Stack) => iam.IRole | undefined, RegExp[]]>([
    ['a generated role', () => undefined, [/^PresignedUrlRole/]],
    ['a given role, with its policy', stack => new PresignedUrlRole(stack, 'Presigner'), [/^PresignerDefaultPolicy/, /^Presigner[0-9A-F]{8}$/]],
  ])('waits for its template with %s, and for what the user adds', (_, roleIn, awaited) => {
    const stack = inStack();
    const document = JobDocument.fromObject({ url: S3PresignedUrl.forDownload(new s3.Bucket(stack, 'Bucket'), 'image.bin') });
    const jobTemplate = newJobTemplate({ document, presignedUrlRole: roleIn(stack) }, stack);
    const job = newJob({ jobTemplate }, stack);
    const deployment = new Construct(stack, 'Deployment');
    new iot.CfnThing(deployment, 'Thing');
    job.node.addDependency(deployment);
    const { DependsOn, Properties } = jobIn(stack);
    expect(DependsOn).toEqual([expect.stringMatching(/^DeploymentThing/), ...awaited.map(pattern => expect.stringMatching(pattern))]);
    expect(Properties.JobTemplateArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Reboot/), 'Arn'] });
  });

  test('can be declared inside its template', () => {
    const stack = inStack();
    const template = newJobTemplate({}, stack);
    new Job(template, 'Release', { jobTemplate: template, targets: [JobTarget.thingName('gateway-1')], release: '1' });
    expect(jobIn(stack).Properties.JobTemplateArn).toEqual({ 'Fn::GetAtt': ['Reboot1D607AD4', 'Arn'] });
  });

  test('is recognized, whichever copy of the package it is from', () => {
    const stack = inStack();
    expect(Job.isJob(newJob({}, stack))).toBe(true);
    expect(Job.isJob(Object.create({ [Symbol.for('cdk-iot-job-template.type')]: 'Job' }))).toBe(true);
    expect(Job.isJob(newJobTemplate({}, stack, 'Other'))).toBe(false);
    expect(Job.isJob(Job.fromJobId(stack, 'Imported', 'release-1'))).toBe(false);
  });
});

test('has the properties of CfnJob of the newest aws-cdk-lib', () => {
  const stack = inStack();
  newJob({
    jobTemplate: JobTemplate.fromJobTemplateArn(stack, 'Managed', 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0'),
    jobId: 'release-1',
    release: undefined,
    description: 'Updates the gateways',
    targetSelection: JobTargetSelection.CONTINUOUS,
    schedule: { startTime: '2026-12-01T02:00', endTime: '2026-12-05T02:00', endBehavior: JobEndBehavior.STOP_ROLLOUT },
    documentParameters: { runAsUser: 'root' },
  }, stack);
  const { DocumentParameters, ...properties } = propertiesOf(stack, TYPE);
  const newest = new NewestStack();
  const native = new CfnJob(newest, 'Job', { ...inCamelCase(properties), documentParameters: DocumentParameters } as never);
  const { Resources } = newest.resolve((native as any)._toCloudFormation());
  expect(Resources.Job).toMatchObject({ Type: TYPE, Properties: { ...properties, DocumentParameters } });
});

/** The names of members as the props of an L1 have them. */
function inCamelCase(properties: { [property: string]: any }): { [prop: string]: any } {
  const isObject = (value: unknown) => typeof value === 'object' && !Array.isArray(value);
  return Object.fromEntries(Object.entries(properties)
    .map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), isObject(value) ? inCamelCase(value) : value]));
}

describe('removal', () => {
  test.each<[RemovalPolicy | undefined, string, string]>([
    [undefined, 'Retain', 'Retain'],
    [RemovalPolicy.RETAIN, 'Retain', 'Retain'],
    [RemovalPolicy.DESTROY, 'Delete', 'Delete'],
    [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, 'RetainExceptOnCreate', 'Retain'],
  ])('with the policy %s', (removalPolicy, deletion, replacement) => {
    const stack = inStack();
    newJob({ removalPolicy }, stack);
    expect(jobIn(stack)).toMatchObject({ DeletionPolicy: deletion, UpdateReplacePolicy: replacement });
  });

  test.each([
    [RemovalPolicy.SNAPSHOT, 'removalPolicy is SNAPSHOT, must be RETAIN, DESTROY or RETAIN_ON_UPDATE_OR_DELETE: CloudFormation has no snapshots of jobs. '
      + 'RETAIN keeps the job when it is removed from the stack, DESTROY deletes it'],
    ['RETAIN' as never, 'removalPolicy is "RETAIN", must be a RemovalPolicy: write RemovalPolicy.RETAIN, for example'],
  ])('%s is refused', (removalPolicy, message) => {
    expect(refusalOf({ removalPolicy })).toBe(`[Fleet/Release] ${message}`);
  });
});

describe('the generated id', () => {
  test('stays the same without an edit', () => {
    expect(generated()).toBe(generated());
    expect(generated()).toBe('Fleet-Reboot-b0bf5c3a-addd5f96985c');
  });

  test.each<[string, Partial<JobProps>]>([
    ['release', { release: '2' }],
    ['target', { targets: [JobTarget.thingGroupName('sensors')] }],
    ['number of targets', { targets: ['gateways', 'sensors'].map(JobTarget.thingGroupName) }],
    ['target selection', { targetSelection: JobTargetSelection.CONTINUOUS }],
    ['explicit default of the target selection, because CloudFormation replaces the job', { targetSelection: JobTargetSelection.SNAPSHOT }],
    ['start time', { schedule: { startTime: '2026-12-01T02:00' } }],
    ['end time', { schedule: { endTime: '2026-12-01T02:00' } }],
    ['end behavior', { schedule: { endTime: '2026-12-01T02:00', endBehavior: JobEndBehavior.CANCEL } }],
  ])('changes with another %s', (_, props) => {
    expect(generated(props)).not.toBe(generated());
    expect(generated(props)).toBe(generated(props));
  });

  test('is different for every combination of edits', () => {
    const ids = [
      generated({ targets: ['a', 'b'].map(JobTarget.thingName) }), generated({ targets: ['a', 'c'].map(JobTarget.thingName) }),
      generated({ schedule: { endTime: '2026-12-01T02:00' } }), generated({ schedule: { startTime: '2026-12-01T02:00' } }),
      generated(), generated({ release: '2' }), generated({}, { description: 'Edited' }), generated({ release: '2' }, { description: 'Edited' }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each<[string, Partial<JobProps>]>([
    ['description', { description: 'Updates the gateways' }],
    ['tags', { tags: { team: 'fleet' } }],
    ['removal policy', { removalPolicy: RemovalPolicy.DESTROY }],
    ['empty object, which the stack does not contain', { schedule: { startTime: undefined }, documentParameters: {} }],
  ])('stays the same with another %s, which CloudFormation updates in place', (_, props) => {
    expect(generated(props)).toBe(generated());
  });

  test.each<[string, Partial<JobProps>]>([
    ['schedule', { schedule: {} }],
    ['schedule', { schedule: { startTime: undefined, endTime: undefined } }],
  ])('stays the same with an empty %s', (_, props) => {
    expect(generated(props)).toBe(generated());
  });

  test('stays the same with another order of targets, which CloudFormation gets in one order', () => {
    const of = (order: readonly number[], props: Partial<JobProps> = {}) => {
      const stack = inStack();
      const targets = [
        () => JobTarget.thingName('b'),
        () => JobTarget.thingName('a'),
        () => JobTarget.thing(new iot.CfnThing(stack, 'Thing')),
        () => JobTarget.thing(new iot.CfnThing(new Stack(stack.node.root, 'Things', { env: ENV }), 'Thing', { thingName: 'first' })),
        // The numbers of tokens depend on the order.
        () => JobTarget.arn(new CfnParameter(stack, 'One').valueAsString),
        () => JobTarget.arn(new CfnParameter(stack, 'Other').valueAsString),
      ];
      newJob({ targets: order.map(index => targets[index]()), ...props }, stack);
      return propertiesOf(stack, TYPE);
    };
    const job = of([0, 1, 2, 3, 4, 5]);
    expect(job.Targets).toHaveLength(6);
    [[5, 4, 3, 2, 1, 0], [2, 0, 5, 1, 4, 3]].forEach(order => expect(of(order)).toEqual(job));
    expect(of([1, 0], { jobId: 'release-1', release: undefined })).toEqual(of([0, 1], { jobId: 'release-1', release: undefined }));
  });

  test('changes with an edit of the template, and with another id of it', () => {
    const edited = generated({}, { document: JobDocument.fromObject({ operation: 'update' }) });
    expect(edited).not.toBe(generated());
    expect(edited.slice(0, -12)).toBe(generated().slice(0, -12));
    expect(generated({}, { tags: { team: 'fleet' } })).toBe(generated());
    expect(generated({}, { jobTemplateId: 'reboot' })).toMatch(/^reboot-[0-9a-f]{12}$/);
  });

  test('of a return to an older content is another one with a release, and the same one without', () => {
    const [a, b] = ['a', 'b'].map(operation => ({ document: JobDocument.fromObject({ operation }) }));
    const ids = [generated({ release: '1' }, a), generated({ release: '2' }, b), generated({ release: '3' }, a)];
    expect(new Set(ids).size).toBe(3);
    const [first, second, third] = [a, b, a].map(template => generated({ release: undefined }, template));
    expect(first).not.toBe(second);
    expect(third).toBe(first);
  });

  test('depends on the path of the job', () => {
    expect(generated({}, {}, 'Canary')).not.toBe(generated());
    const stack = inStack();
    const jobTemplate = newJobTemplate({}, stack);
    ['Canary', 'Fleet'].forEach(id => newJob({ jobTemplate }, stack, id));
    const ids = Object.values(Template.fromStack(stack).findResources(TYPE)).map(({ Properties }) => Properties.JobId);
    expect(ids[0]).not.toBe(ids[1]);
  });

  test('depends on the name of the stack, because two stacks of one account may be alike', () => {
    const ids = ['beta', 'gamma'].map(stackName => {
      const stack = newStack({ env: ENV, stackName });
      newJob({ jobTemplate: newJobTemplate({ jobTemplateId: 'reboot' }, stack) }, stack);
      return idOf(stack);
    });
    expect(ids[0]).not.toBe(ids[1]);
  });

  test.each([['a', /^a-[0-9a-f]{12}$/], ['t'.repeat(51), /^t{51}-[0-9a-f]{12}$/], [`${'t'.repeat(32)}${'u'.repeat(32)}`, /^t{25}u{26}-[0-9a-f]{12}$/]])(
    'has at most 64 characters, and begins with the id of the template (%s)', (jobTemplateId, pattern) => {
      expect(generated({}, { jobTemplateId })).toMatch(pattern);
      expect(generated({}, { jobTemplateId }).length).toBeLessThanOrEqual(64);
    });

  test.each<[string, (id: string) => string]>([
    ['gateway', id => `${id}-*`], ['t'.repeat(51), id => `${id}-*`], [`${'t'.repeat(25)}${'u'.repeat(39)}`, id => `${id.slice(0, 25)}*`],
  ])('of a job from template %s matches the documented pattern for operateJobs', (jobTemplateId, patternOf) => {
    expect(generated({}, { jobTemplateId })).toMatch(new RegExp(`^${patternOf(jobTemplateId).replace('*', '.*')}$`));
  });

  test('begins with the path of the job if the id of the template is known at deployment only', () => {
    const stack = inStack();
    const jobTemplate = JobTemplate.fromJobTemplateArn(stack, 'Imported', new CfnParameter(stack, 'Template').valueAsString);
    newJob({ jobTemplate }, stack);
    expect(idOf(stack)).toMatch(/^Fleet-Release-[0-9a-f]{12}$/);
  });

  test('does not depend on the tokens of other stacks', () => {
    const propsIn = (stack: Stack): Partial<JobProps> => ({
      targets: [JobTarget.thing(new iot.CfnThing(stack, 'Thing')), JobTarget.arn(new CfnParameter(stack, 'Target').valueAsString)],
    });
    const app = newApp();
    const other = new Stack(app, 'Other', { env: ENV });
    newJob(propsIn(other), other);
    const stack = new Stack(app, 'Fleet', { env: ENV });
    newJob(propsIn(stack), stack);
    const alone = inStack();
    newJob(propsIn(alone), alone);
    expect(idOf(stack)).toBe(idOf(alone));
  });

  test('changes with the name of a declared thing, whose reference stays the same', () => {
    const of = (thingName?: string) => {
      const stack = inStack();
      const group = new iot.CfnThingGroup(stack, 'Group', { thingGroupName: thingName });
      newJob({ targets: [JobTarget.thing(new iot.CfnThing(stack, 'Thing', { thingName })), JobTarget.thingGroup(group)] }, stack);
      return idOf(stack);
    };
    expect(of('a')).toBe(of('a'));
    expect(new Set([of('a'), of('b'), of()]).size).toBe(3);
  });

  test.each<[string, (group: iot.CfnThingGroup) => JobTarget]>([
    ['a construct', group => JobTarget.thingGroup(group)],
    ['a construct around it', group => JobTarget.thingGroup({ thingGroupRef: group.thingGroupRef, env: group.env, node: group.node } as never)],
    ['an ARN', group => JobTarget.arn(group.attrArn)],
    ['a name', group => JobTarget.thingGroupName(group.ref)],
  ])('changes with everything by which CloudFormation replaces a declared group, given as %s', (_, targetOf) => {
    const of = (props: iot.CfnThingGroupProps, logicalId = 'Group', stackId = 'Fleet') => {
      const stack = new Stack(newApp(), stackId, { env: ENV, stackName: 'Fleet' });
      const group = new iot.CfnThingGroup(stack, 'Group', props);
      group.overrideLogicalId(logicalId);
      newJob({ targets: [targetOf(group)] }, stack);
      return idOf(stack);
    };
    const edited = [of({}), of({ thingGroupName: 'a' }), of({ thingGroupName: 'b' }), of({ parentGroupName: 'a' }), of({}, 'Other')];
    expect(new Set(edited).size).toBe(edited.length);
    expect(of({ queryString: 'thingName:*' })).toBe(of({}));
    expect(of({}, 'Group', 'Renamed')).toBe(of({}));
  });

  test('stays the same however CloudFormation gets the ARN of a thing of another stack', () => {
    const of = (context?: { [key: string]: string }) => {
      const app = newApp({ context });
      const [things, stack] = ['Things', 'Fleet'].map(id => new Stack(app, id, { env: ENV }));
      const job = newJob({ targets: [JobTarget.thing(new iot.CfnThing(things, 'Thing'))] }, stack);
      const resource = job.node.defaultChild as CfnResource;
      const early = stack.resolve(stack.resolve(resource._toCloudFormation()).Resources)[stack.getLogicalId(resource)];
      return [early.Properties.JobId, idOf(stack)];
    };
    const ids = [...of(), ...of({ '@aws-cdk/core:defaultCrossStackReferences': 'weak' })];
    expect(new Set(ids).size).toBe(1);
  });

  test('of a release that is known late is known, too', () => {
    expect(generated({ release: unknownText('2') })).toBe(generated({ release: '2' }));
  });

  test.each([['an empty release', '', 'release is "", must be a text of at least 1 character'], ['a number', 5 as never, 'release is 5, must be a text of at least 1 character']])(
    'is not made of %s', (_, release, message) => {
      expect(refusalOf({ release })).toBe(`[Fleet/Release] ${message}`);
    });

  test('is not made of a release that is known at deployment only', () => {
    const stack = inStack();
    newJob({ release: new CfnParameter(stack, 'Version').valueAsString }, stack);
    expect(() => Template.fromStack(stack)).toThrow('[Fleet/Release] release is known at deployment only, must be known at synthesis: otherwise another release could not get another id. '
      + 'Take it from the context or from an environment variable, for example');
  });
});

describe('an explicit id', () => {
  test.each(['a', 'Az09_-', 'j'.repeat(64), unknownText('release-1')])('may be %s', (jobId) => {
    const stack = inStack();
    newJob({ jobId, release: undefined }, stack);
    expect(idOf(stack)).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  });

  test.each([
    ['', 'jobId is "", must have 1 to 64 characters, has 0'],
    ['j'.repeat(65), `jobId is "${'j'.repeat(65)}", must have 1 to 64 characters, has 65`],
    ['fw-2.4.0', 'jobId is "fw-2.4.0", must be made of letters, digits, _ and - only: write fw-2-4-0, for example'],
    [`${'j'.repeat(64)}.`, `jobId is "${'j'.repeat(64)}.", must have 1 to 64 characters, has 65`],
  ])('may not be %j', (jobId, message) => {
    expect(refusalOf({ jobId, release: undefined })).toBe(`[Fleet/Release] ${message}`);
    const stack = inStack();
    newJob({ jobId: unknownText(jobId), release: undefined }, stack);
    expect(() => Template.fromStack(stack)).toThrow(message);
  });

  test('may contain the fingerprint of the template', () => {
    const stack = inStack();
    const jobTemplate = newJobTemplate({}, stack);
    newJob({ jobTemplate, jobId: `nightly-${jobTemplate.contentFingerprint}`, release: undefined }, stack);
    expect(idOf(stack)).toMatch(/^nightly-[0-9a-f]{8}$/);
  });

  test('excludes a release', () => {
    expect(refusalOf({ jobId: 'release-1', release: '1' }))
      .toBe('[Fleet/Release] release is given beside jobId, must be a part of it: release only changes a generated id');
  });
});

describe('a template whose content is not known at synthesis', () => {
  const TEMPLATES: [string, (stack: Stack) => iot.IJobTemplateRef][] = [
    ['imported', stack => JobTemplate.fromJobTemplateId(stack, 'Imported', 'reboot')],
    ['looked up', stack => new JobTemplateLookup(stack, 'Imported', { jobTemplateId: 'reboot' })],
    ['native', stack => new iot.CfnJobTemplate(stack, 'Imported', { jobTemplateId: 'reboot', description: 'Native', document: '{}' })],
  ];

  test.each(TEMPLATES)('needs a release or an id (%s)', (_, templateIn) => {
    const stack = inStack();
    expect(refusalOf({ jobTemplate: templateIn(stack), release: undefined }, stack)).toBe('[Fleet/Release] release must be given for template Fleet/Imported, whose content is '
      + 'not known at synthesis, or jobId: otherwise another content could not start another job');
    [{ release: '1' }, { jobId: 'release-1', release: undefined }].forEach((props, index) => {
      const other = inStack();
      expect(errorOf(() => newJob({ jobTemplate: templateIn(other), ...props }, other, `Job${index}`))).toBeUndefined();
      expect(propertiesOf(other, TYPE).JobTemplateArn).toBeDefined();
    });
  });

  test('gives another id to a job from a template of another account', () => {
    const of = (account: string) => {
      const stack = inStack();
      newJob({ jobTemplate: JobTemplate.fromJobTemplateArn(stack, 'Imported', `arn:aws:iot:eu-west-1:${account}:jobtemplate/reboot`) }, stack);
      return idOf(stack);
    };
    expect(of('123456789012')).not.toBe(of('210987654321'));
    expect(of('123456789012')).toMatch(/^reboot-[0-9a-f]{12}$/);
  });

  test('may be from another copy of the package, which knows its content', () => {
    const stack = inStack();
    const template = newJobTemplate({}, stack);
    const copy = Object.create(new iot.CfnJobTemplate(stack, 'Copy', { jobTemplateId: 'copy', description: 'd', document: '{}' }), {
      _known: { value: { ...template._known, hasMaintenanceWindows: true } },
    });
    expect(refusalOf({ jobTemplate: copy, release: undefined }, stack)).toContain('targetSelection is missing, must be CONTINUOUS');
  });
});

describe('an AWS managed template', () => {
  const managed = (name: string, version?: string) => (stack: Stack) => AwsManagedJobTemplate.fromName(stack, 'Managed', name, { version });
  const withManaged = (template: (stack: Stack) => AwsManagedJobTemplate, props: Partial<JobProps> = {}): { stack: Stack; refusal?: string } => {
    const stack = inStack();
    return { stack, refusal: errorOf(() => newJob({ jobTemplate: template(stack), ...props }, stack)) };
  };

  test('takes the parameters of its document', () => {
    const { stack } = withManaged(managed('AWS-Install-Application', '1.0'), { documentParameters: { packages: 'app' } });
    const { JobId, JobTemplateArn, DocumentParameters } = propertiesOf(stack, TYPE);
    expect(JobId).toMatch(/^AWS-Install-Application-[0-9a-f]{12}$/);
    expect(deployed(JobTemplateArn)).toBe('arn:aws:iot:eu-west-1::jobtemplate/AWS-Install-Application:1.0');
    expect(DocumentParameters).toEqual({ packages: 'app' });
  });

  test('gives another id to a job with other parameters, or from another version', () => {
    const of = (packages: string, version = '1.0') =>
      idOf(withManaged(managed('AWS-Install-Application', version), { documentParameters: { packages }, release: undefined }).stack);
    expect(of('app')).toBe(of('app'));
    expect(new Set([of('app'), of('image'), of('app', '1.1')]).size).toBe(3);
  });

  test.each([[undefined, '1.0'], [undefined, undefined]])('requires its parameters', (documentParameters, version) => {
    expect(withManaged(managed('AWS-Download-File', version), { documentParameters }).refusal).toBe('[Fleet/Release] '
      + 'documentParameters.downloadUrl must be given: the template requires it; documentParameters.filePath must be given: the template requires it');
  });

  test.each([['AWS-Reboot', '1.0'], ['AWS-Install-Application', '1.1'], ['AWS-New', '1.0']])('%s in version %s may have none', (name, version) => {
    expect(withManaged(managed(name, version)).refusal).toBeUndefined();
  });

  test('without a version needs a release or an id', () => {
    expect(withManaged(managed('AWS-Reboot'), { release: undefined }).refusal).toContain('otherwise another content could not start another job. Or give the template a version');
    expect(withManaged(managed('AWS-Reboot', '1.0'), { release: undefined }).refusal).toBeUndefined();
  });

  test('may be imported by its ARN', () => {
    const arn = 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0';
    const stack = inStack();
    expect(refusalOf({ jobTemplate: JobTemplate.fromJobTemplateArn(stack, 'Managed', arn), documentParameters: { runAsUser: 'root' } }, stack)).toBeUndefined();
    expect(errorOf(() => newJob({ jobTemplate: stack.node.findChild('Managed') as never, release: undefined }, stack, 'WithVersion'))).toBeUndefined();
    const unknown = JobTemplate.fromJobTemplateArn(stack, 'Unknown', `arn:aws:iot:eu-west-1::jobtemplate/${unknownText('AWS-Reboot:1.0')}`);
    expect(errorOf(() => newJob({ jobTemplate: unknown, release: undefined }, stack, 'WithUnknown'))).toContain('release must be given for template Fleet/Unknown');
  });

  test.each<[string, (stack: Stack) => iot.IJobTemplateRef]>([
    ['a declared template', stack => newJobTemplate({}, stack)],
    ['an imported template', stack => JobTemplate.fromJobTemplateArn(stack, 'Imported', `${IOT}:jobtemplate/reboot`)],
  ])('is the only one with parameters: %s has none', (_, templateIn) => {
    const stack = inStack();
    expect(refusalOf({ jobTemplate: templateIn(stack), documentParameters: { a: 'b' } }, stack))
      .toBe('[Fleet/Release] documentParameters is given, must be left out: AWS IoT takes parameters for AWS managed templates only');
  });

  test.each<[{ [key: string]: any }, string | undefined]>([
    [{ 'Az09_-': 'v' }, undefined],
    [{ ['k'.repeat(128)]: 'v'.repeat(30720) }, undefined],
    [{ a: unknownText('') }, undefined],
    [{ ['k'.repeat(129)]: 'v' }, `a key of documentParameters is "${'k'.repeat(129)}", must have 1 to 128 characters, has 129`],
    [{ 'a.b': 'v' }, 'a key of documentParameters is "a.b", must be made of letters, digits, _ and - only'],
    [{ a: '' }, 'documentParameters.a must have 1 to 30720 characters, has 0'],
    [{ a: 'v'.repeat(30721) }, 'documentParameters.a must have 1 to 30720 characters, has 30721'],
    [{ a: 'b\nc' }, 'documentParameters.a must have no line breaks or other control characters'],
    [{ a: 5 }, 'documentParameters.a must be a string'],
    [{ a: undefined }, 'documentParameters.a must be given'],
  ])('has parameters within the limits: %#', (documentParameters, message) => {
    expect(withManaged(managed('AWS-Reboot', '1.0'), { documentParameters }).refusal).toBe(message && `[Fleet/Release] ${message}`);
  });
});

describe('a template with maintenance windows', () => {
  const maintenanceWindows = [MaintenanceWindow.daily({ hour: 2, duration: Duration.hours(1) })];
  const refusalWithWindows = (props: Partial<JobProps>): string | undefined => {
    const stack = inStack();
    return refusalOf({ jobTemplate: newJobTemplate({ maintenanceWindows }, stack), ...props }, stack);
  };
  const BECAUSE = 'the template has maintenanceWindows, and AWS IoT refuses a job from it otherwise';
  const START = { schedule: { startTime: '2026-12-01T02:00' } };
  const CONTINUOUS = { targetSelection: JobTargetSelection.CONTINUOUS };

  test.each<[string, Partial<JobProps>, string | undefined]>([
    ['both', { ...CONTINUOUS, ...START }, undefined],
    ['unknown values of both', { targetSelection: unknownText('CONTINUOUS') as never, schedule: { startTime: unknownText('2026-12-01T02:00') } }, undefined],
    ['neither', {}, `targetSelection is missing, must be CONTINUOUS: ${BECAUSE}; schedule.startTime must be given: ${BECAUSE}`],
    ['a snapshot job', { ...START, targetSelection: JobTargetSelection.SNAPSHOT }, `targetSelection is "SNAPSHOT", must be CONTINUOUS: ${BECAUSE}`],
    ['an end only', { ...CONTINUOUS, schedule: { endTime: '2026-12-01T02:00' } }, `schedule.startTime must be given: ${BECAUSE}`],
  ])('needs a continuous job with a start time: %s', (_, props, message) => {
    expect(refusalWithWindows(props)).toBe(message && `[Fleet/Release] ${message}`);
  });

  test('with an empty list of windows is one without', () => {
    const stack = inStack();
    expect(refusalOf({ jobTemplate: newJobTemplate({ maintenanceWindows: [] }, stack) }, stack)).toBeUndefined();
  });
});

describe('a schedule', () => {
  const FORMAT = 'must be a time in UTC of the form YYYY-MM-DDThh:mm, without seconds and zone';

  test.each(['2026-12-01T00:00', '2026-12-31T23:59', '2027-02-28T10:00', '2028-02-29T10:00', unknownText('tomorrow')])('may have the times %s', (time) => {
    expect(refusalOf({ schedule: { startTime: time } })).toBeUndefined();
    expect(refusalOf({ schedule: { endTime: time } })).toBeUndefined();
  });

  test.each(['', '2026-12-01', '2026-12-01T02:00:00', '2026-12-01T02:00Z', '2026-12-01 02:00', '2026-13-01T02:00', '2026-00-01T02:00', '2026-12-32T02:00', '2026-12-00T02:00',
    '2026-12-01T24:00', '2026-12-01T02:60'])('may not have the times %j', (time) => {
    expect(refusalOf({ schedule: { startTime: time } })).toBe(`[Fleet/Release] schedule.startTime is "${time}", ${FORMAT}`);
    expect(refusalOf({ schedule: { endTime: time } })).toBe(`[Fleet/Release] schedule.endTime is "${time}", ${FORMAT}`);
  });

  test.each(['2027-02-29T10:00', '2027-02-30T10:00', '2028-02-30T10:00', '2027-04-31T10:00', '2027-11-31T10:00'])('may not have the times %j', (time) => {
    const must = 'must be a day of the calendar: the month has fewer days';
    expect(refusalOf({ schedule: { startTime: time } })).toBe(`[Fleet/Release] schedule.startTime is "${time}", ${must}`);
    expect(refusalOf({ schedule: { startTime: '2026-12-01T02:00', endTime: time } })).toBe(`[Fleet/Release] schedule.endTime is "${time}", ${must}`);
    const stack = inStack();
    newJob({ schedule: { endTime: unknownText(time) } }, stack);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test.each<[string, boolean]>([
    ['2026-12-01T02:29', false], ['2026-12-01T02:30', true], ['2028-12-01T02:00', true], ['2028-12-01T02:01', false], ['2026-12-01T02:00', false],
    ['2026-11-30T02:00', false], [unknownText('2026-12-01T02:01'), true],
  ])('from 2026-12-01T02:00 to %s: %s', (endTime, isRight) => {
    expect(refusalOf({ schedule: { startTime: '2026-12-01T02:00', endTime } })).toBe(isRight ? undefined
      : `[Fleet/Release] schedule.endTime is "${endTime}", must be 30 minutes to two years after startTime, which is "2026-12-01T02:00"`);
  });

  const [FIXED, RANGE, NO_END] = ['fixedStartTime', 'scheduleOutOfRange', 'endBehaviorWithoutEnd'].map(id => `cdk-iot-job-template:${id}`);

  test.each<[string, string[]]>([
    ['2026-11-27T12:29', [FIXED, RANGE]], ['2026-11-27T12:30', [FIXED]], ['2027-11-27T12:00', [FIXED]], ['2027-11-27T12:01', [FIXED, RANGE]], ['2020-01-01T00:00', [FIXED, RANGE]],
    [unknownText('2020-01-01T00:00'), []],
  ])('that starts at %s causes the warnings %j', (startTime, ids) => {
    expect(warningIdsOf({ schedule: { startTime } })).toEqual(ids);
  });

  test.each<[string, string[]]>([
    ['2026-11-27T12:29', [RANGE]], ['2026-11-27T12:30', []], ['2028-11-27T12:00', []], ['2028-11-27T12:01', [RANGE]], [unknownText('2020-01-01T00:00'), []],
  ])('that ends at %s causes the warnings %j', (endTime, ids) => {
    expect(warningIdsOf({ schedule: { endTime, endBehavior: JobEndBehavior.CANCEL } })).toEqual(ids);
  });

  test('with an end behavior and no end causes a warning', () => {
    expect(warningIdsOf({ schedule: { endBehavior: JobEndBehavior.FORCE_CANCEL } })).toEqual([NO_END]);
  });

  test('is refused with another end behavior', () => {
    expect(refusalOf({ schedule: { endBehavior: 'STOP' as never } })).toBe('[Fleet/Release] schedule.endBehavior is "STOP", must be one of STOP_ROLLOUT, CANCEL, FORCE_CANCEL');
  });
});

test('more than 100 targets cause a warning', () => {
  const targets = (count: number) => Array.from({ length: count }, (_, index) => JobTarget.thingName(`press-${index}`));
  expect(warningIdsOf({ targets: targets(100) })).toEqual([]);
  expect(warningIdsOf({ targets: targets(101) })).toEqual(['cdk-iot-job-template:tooManyTargets']);
});

describe('other limits', () => {
  const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

  test.each<[string, Partial<JobProps>]>([
    ['a long description', { description: 'd'.repeat(2028) }],
    ['50 tags', { tags: tags(50) }],
    ['an empty value of a tag', { tags: { team: '' } }],
  ])('%s is right', (_, props) => {
    expect(refusalOf(props)).toBeUndefined();
  });

  test.each<[string, { [prop: string]: any }, string]>([
    ['no target', { targets: [] }, 'targets is [], must have at least 1 item'],
    ['no list of targets', { targets: JobTarget.thingName('a') }, 'targets is {}, must be a list, of which each item is a JobTarget'],
    ['a name as a target', { targets: ['gateway'] }, 'targets[0] is "gateway", must be a JobTarget: JobTarget.thingName and JobTarget.thingGroupName make one from a name, '
      + 'JobTarget.thing and JobTarget.thingGroup from a construct'],
    ['a native group as a target', { targets: [new iot.CfnThingGroup(newStack(), 'Group')] }, 'targets[0] is Fleet/Group [AWS::IoT::ThingGroup], must be a JobTarget: '
      + 'JobTarget.thingName and JobTarget.thingGroupName make one from a name, JobTarget.thing and JobTarget.thingGroup from a construct'],
    ['no targets', { targets: undefined }, 'targets is missing, must be a list'],
    ['an ARN as a template', { jobTemplate: 'arn' }, 'jobTemplate is "arn", must be a job template: pass the construct, or import a template that the app does not declare '
      + 'with JobTemplate.fromJobTemplateArn'],
    ['an empty description', { description: '' }, 'description is "", must have 1 to 2028 characters, has 0'],
    ['a longer description', { description: 'd'.repeat(2029) }, 'description is "ddd'],
    ['another target selection', { targetSelection: 'ALL' }, 'targetSelection is "ALL", must be one of SNAPSHOT, CONTINUOUS'],
    ['51 tags', { tags: tags(51) }, 'tags is "51 items", must have at most 50 items'],
    ['a long value of a tag', { tags: { team: 'v'.repeat(257) } }, 'tags["team"] is'],
    ['a key of AWS', { tags: { 'AWS:team': 'v' } }, 'a key of tags is "AWS:team", must not begin with aws:, which is reserved'],
    ['a character in a key', { tags: { 'team!': 'v' } }, 'a key of tags is "team!", must be made of letters, digits, spaces and _ . : / = + - @ only'],
    ['no value of a tag', { tags: { team: undefined } }, 'tags["team"] must be given: a tag needs a value, which may be empty'],
    ['a schedule that is a text', { schedule: '2026-12-01T02:00' }, 'schedule is "2026-12-01T02:00", must be an object'],
  ])('%s is refused', (_, props, message) => {
    const stack = inStack();
    const all: any = { jobTemplate: newJobTemplate({}, stack), targets: [JobTarget.thingName('a')], release: '1', ...props };
    expect(errorOf(() => new Job(stack, 'Release', all))).toContain(`[Fleet/Release] ${message}`);
  });

  test('tags that are added late are checked, too', () => {
    const stack = inStack();
    Tags.of(newJob({}, stack)).add('aws:team', 'fleet');
    expect(() => Template.fromStack(stack)).toThrow('a key of tags is "aws:team", must not begin with aws:, which is reserved [cdk-iot-job-template:invalidJobProps]');
  });

  test('a target in another Region causes a warning', () => {
    expect(warningIdsOf({ targets: [JobTarget.arn('arn:aws:iot:us-east-1:123456789012:thing/gateway-1')] })).toEqual(['cdk-iot-job-template:targetElsewhere']);
  });

  test('a target in another account causes a warning', () => {
    const stack = inStack();
    newJob({ targets: [JobTarget.thingName('gateway-1'), JobTarget.arn('arn:aws:iot:eu-west-1:210987654321:thing/gateway-1')] }, stack);
    expect(warningsWithIdsOf(stack)).toEqual(['targets[1] is "arn:aws:iot:eu-west-1:210987654321:thing/gateway-1", but the job is in account 123456789012, and AWS IoT knows '
      + 'the things of an account only there: name a thing or a thing group of account 123456789012 [ack: cdk-iot-job-template:targetElsewhere]']);
  });

  const imported = (arn: string) => (stack: Stack) => JobTemplate.fromJobTemplateArn(stack, 'Imported', arn);
  const elsewhere = (place: string, own: string, kind: string) => `, which is in ${place}, but the job is in ${own}, and AWS IoT knows the templates of ${kind} only there: `
    + `declare or import a template of ${own} [ack: cdk-iot-job-template:templateElsewhere]`;
  const OTHER_REGION = elsewhere('us-east-1', 'eu-west-1', 'a Region');

  test.each<[string, (stack: Stack) => iot.IJobTemplateRef, string[]]>([
    ['of another Region', imported('arn:aws:iot:us-east-1:123456789012:jobtemplate/reboot'), [`jobTemplate is Fleet/Imported${OTHER_REGION}`]],
    ['of another account', imported('arn:aws:iot:eu-west-1:210987654321:jobtemplate/reboot'),
      [`jobTemplate is Fleet/Imported${elsewhere('account 210987654321', 'account 123456789012', 'an account')}`]],
    ['of a stack in another Region', stack => newJobTemplate({ jobTemplateId: 'reboot' }, new Stack(stack.node.root, 'Far', { env: { ...ENV, region: 'us-east-1' } })),
      [`jobTemplate is Far/Reboot${OTHER_REGION}`]],
    ['of AWS in another Region', imported('arn:aws:iot:us-east-1::jobtemplate/AWS-Reboot:1.0'), [`jobTemplate is Fleet/Imported${OTHER_REGION}`]],
    ['of AWS', imported('arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0'), []],
    ['of AWS in a stack of another account',
      stack => AwsManagedJobTemplate.fromName(new Stack(stack.node.root, 'Far', { env: { ...ENV, account: '210987654321' } }), 'Managed', 'AWS-Reboot', { version: '1.0' }), []],
    ['that is native', stack => new iot.CfnJobTemplate(stack, 'Native', { jobTemplateId: 'reboot', description: 'Native', document: '{}' }), []],
    ['with an ARN that is a token', stack => imported(new CfnParameter(stack, 'Template').valueAsString)(stack), []],
  ])('a template %s causes no warning, or one of its own', (_, templateIn, warnings) => {
    const stack = inStack();
    newJob({ jobTemplate: templateIn(stack) }, stack);
    expect(warningsWithIdsOf(stack)).toEqual(warnings);
  });

  test('a job in a stack without an environment causes no warning', () => {
    const stack = newStack();
    const targets = [JobTarget.arn('arn:aws:iot:us-east-1:210987654321:thing/gateway-1')];
    newJob({ jobTemplate: imported('arn:aws:iot:us-east-1:123456789012:jobtemplate/reboot')(stack), targets }, stack);
    expect(warningsWithIdsOf(stack)).toEqual([]);
  });
});

describe('a retained job without a release', () => {
  const WARNING = ['cdk-iot-job-template:retainedWithoutRelease'];

  test.each<[string, Partial<JobProps>, string[]]>([
    ['by default', { release: undefined }, WARNING],
    ['with RETAIN', { release: undefined, removalPolicy: RemovalPolicy.RETAIN }, WARNING],
    ['with RETAIN_ON_UPDATE_OR_DELETE', { release: undefined, removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }, WARNING],
    ['but with DESTROY', { release: undefined, removalPolicy: RemovalPolicy.DESTROY }, []],
    ['but with an id', { release: undefined, jobId: 'release-1' }, []],
    ['but with a release', {}, []],
  ])('causes a warning %s', (_, props, ids) => {
    expect(warningIdsOf(props)).toEqual(ids);
  });

  test('causes no warning if its policy changes later', () => {
    const stack = inStack();
    newJob({ release: undefined }, stack).applyRemovalPolicy(RemovalPolicy.DESTROY);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('the attributes of a job', () => {
  const outputsOf = (stack: Stack): any => Object.fromEntries(Object.entries(Template.fromStack(stack).toJSON().Outputs)
    .map(([name, { Value }]: [string, any]) => [name, deployed(Value, { 'Release.Arn': `${IOT}:job/release-1` })]));
  const output = (stack: Stack, job: IJob) => {
    new CfnOutput(stack, 'Arn', { value: job.jobArn });
    new CfnOutput(stack, 'Id', { value: job.jobId });
  };

  test('are references in its stack', () => {
    const stack = inStack();
    const job = newJob({}, stack);
    output(stack, job);
    new CfnOutput(stack, 'CreatedAt', { value: job.jobCreatedAt });
    const logicalId = stack.getLogicalId(job.node.defaultChild as never);
    const { Outputs } = Template.fromStack(stack).toJSON();
    expect(Outputs.Arn.Value).toEqual({ 'Fn::GetAtt': [logicalId, 'Arn'] });
    expect(deployed(Outputs.Id.Value, { [logicalId]: `${IOT}:job/release-1` })).toBe('release-1');
    expect(Outputs.CreatedAt.Value).toEqual({ 'Fn::GetAtt': [logicalId, 'CreatedAt'] });
  });

  test.each<[string, (stack: Stack) => Stack]>([
    ['another stack', stack => new Stack(stack.node.root, 'Operations', { env: ENV })],
    ['a nested stack', stack => new NestedStack(stack, 'Nested')],
    ['a stack of another Region', stack => new Stack(stack.node.root, 'Operations', { env: { ...ENV, region: 'us-east-1' } })],
  ])('are written out in %s, so that no export prevents the next release', (_, consumerOf) => {
    const stack = inStack();
    const consumer = consumerOf(stack);
    output(consumer, newJob({}, stack));
    const id = idOf(stack);
    expect(id).toMatch(/^Fleet-Reboot-/);
    expect(outputsOf(consumer)).toEqual({ Arn: `${IOT}:job/${id}`, Id: id });
    expect(Template.fromStack(stack).toJSON().Outputs).toBeUndefined();
  });

  test('of an import come from its ARN', () => {
    const stack = inStack();
    const arn = 'arn:aws:iot:us-east-1:210987654321:job/release-1';
    const job = Job.fromJobArn(stack, 'Imported', arn);
    expect([job.jobArn, job.jobId, job.env]).toEqual([arn, 'release-1', { account: '210987654321', region: 'us-east-1' }]);
    const byId = Job.fromJobId(stack, 'ById', 'release-1');
    expect(deployed(stack.resolve([byId.jobArn, byId.jobId]))).toEqual([`${IOT}:job/release-1`, 'release-1']);
    const unknown = Job.fromJobArn(stack, 'Unknown', new CfnParameter(stack, 'Job').valueAsString);
    expect(deployed(stack.resolve(unknown.jobId), { Job: arn })).toBe('release-1');
  });

  test.each(['', 'release-1', `${IOT}:job/`, `${IOT}:job/a b`, `${IOT}:thing/a`, 5 as never])('an import has no ARN such as %j', (arn) => {
    expect(errorOf(() => Job.fromJobArn(inStack(), 'Imported', arn)))
      .toBe(`[Fleet/Imported] jobArn is ${JSON.stringify(arn)}, must be arn:PARTITION:iot:REGION:ACCOUNT:job/ID: use Job.fromJobId for an id`);
  });

  test.each(['', 'a b', 'j'.repeat(65), `${IOT}:job/a`])('an import has no id such as %j', (id) => {
    expect(errorOf(() => Job.fromJobId(inStack(), 'Imported', id)))
      .toBe(`[Fleet/Imported] jobId is ${JSON.stringify(id)}, must be 1 to 64 letters, digits, _ and -: use Job.fromJobArn for an ARN`);
  });
});

describe('the grants of a job', () => {
  const granted = (grant: (job: IJob, user: iam.User) => iam.Grant, declare: (stack: Stack) => IJob = stack => Job.fromJobId(stack, 'Imported', 'release-1')) => {
    const stack = inStack();
    const user = new iam.User(stack, 'User');
    expect(grant(declare(stack), user).success).toBe(true);
    return deployed(stack.resolve((user.node.tryFindChild('DefaultPolicy') as iam.Policy).document.toJSON().Statement));
  };
  const READ = ['iot:DescribeJob', 'iot:GetJobDocument', 'iot:ListJobExecutionsForJob'];

  test('describe allows to watch it', () => {
    expect(granted((job, user) => job.grants.describe(user))).toEqual([{ Effect: 'Allow', Action: READ, Resource: `${IOT}:job/release-1` }]);
  });

  test('operate allows to watch and cancel it', () => {
    expect(granted((job, user) => job.grants.operate(user))).toEqual([{ Effect: 'Allow', Action: [...READ, 'iot:CancelJob'], Resource: `${IOT}:job/release-1` }]);
  });

  test('are on the reference of a declared job', () => {
    expect(granted((job, user) => job.grants.operate(user), stack => newJob({}, stack))[0].Resource).toMatch(/^att-Release.*-Arn$/);
  });

  test('warn if nothing is granted', () => {
    const stack = inStack();
    newJob({}, stack).grants.describe(iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::210987654321:role/operator'));
    expect(warningsWithIdsOf(stack)).toEqual([expect.stringContaining('is of account 210987654321. Jobs have no resource policies, so nothing is granted: '
      + 'let it assume a role of the job\'s account, and grant that role')]);
  });
});
