import { App, type AppProps, Lazy, Stack, type StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Job, JobDocument, type JobProps, JobTarget, JobTemplate, type JobTemplateProps } from '../../src';

export const RESOURCE_TYPE = 'Custom::IoTJobTemplate';
export const ENV = { account: '123456789012', region: 'eu-west-1' };

/** A document without placeholders. */
export const DOCUMENT = JobDocument.fromObject({ operation: 'reboot' });

/** An app whose assets stay in place, so that synthesis copies nothing. */
export const newApp = (props: AppProps = {}): App =>
  new App({ ...props, context: { 'aws:cdk:disable-asset-staging': true, ...props.context } });

export const newStack = (props: StackProps = {}): Stack => new Stack(newApp(), 'Fleet', props);

/** Values that are known only at synthesis. */
export const unknownNumber = (value: number): number => Lazy.number({ produce: () => value });
export const unknownText = (value: string): string => Lazy.string({ produce: () => value });

/** A template with the required props, and with these props. */
export const newJobTemplate = (props: Partial<JobTemplateProps> = {}, stack: Stack = newStack(), id = 'Reboot'): JobTemplate =>
  new JobTemplate(stack, id, { description: 'Reboots a device', document: DOCUMENT, ...props });

/** A job of release 1 for one thing group, with these props. Without a template it is from a template of its own. */
export const newJob = (props: Partial<JobProps> = {}, stack: Stack = newStack(), id = 'Release'): Job =>
  new Job(stack, id, {
    jobTemplate: props.jobTemplate ?? newJobTemplate({}, stack), targets: [JobTarget.thingGroupName('gateways')], release: '1', ...props,
  });

/** The message of the error that a call throws, without the code at its end; undefined if the call throws nothing. */
export function errorOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/ \[cdk-iot-job-template:\w+\]$/, '');
  }
}

/** The message of the error that such a template causes, without its code; undefined if it causes none. */
export const refusalOf = (props: Partial<JobTemplateProps>, stack: Stack = newStack({ env: ENV })): string | undefined =>
  errorOf(() => newJobTemplate(props, stack));

/** The rendered properties of the only resource of a type in a stack. */
export function propertiesOf(stack: Stack, type = RESOURCE_TYPE): { [property: string]: any } {
  const [resource, ...others] = Object.values(Template.fromStack(stack).findResources(type));
  if (others.length > 0) throw new Error(`there are several resources of type ${type}`);
  return resource.Properties;
}

/** The rendered properties of a template with these props, without `ServiceToken` and `ServiceTimeout`. */
export function rendered(props: Partial<JobTemplateProps>, stack: Stack = newStack({ env: ENV })): { [property: string]: any } {
  newJobTemplate(props, stack);
  const { ServiceToken: _token, ServiceTimeout: _timeout, ...properties } = propertiesOf(stack);
  return properties;
}

/** The warnings of the library, and not those of the CDK, without the ids for acknowledging them. */
export const warningsOf = (stack: Stack): string[] => Annotations.fromStack(stack)
  .findWarning('*', Match.stringLikeRegexp('cdk-iot-job-template:'))
  .map(({ entry }) => `${entry.data}`.replace(/ \[ack: .*/, ''));

/** All warnings of a stack, or of one construct, with the ids to acknowledge them by. */
export const warningsWithIdsOf = (stack: Stack, path = '*'): any[] =>
  Annotations.fromStack(stack).findWarning(path, Match.anyValue()).map(({ entry }) => entry.data);

/** All warnings that these props cause, with their ids. */
export function warningsFor(props: Partial<JobTemplateProps>): any[] {
  const stack = newStack({ env: ENV });
  newJobTemplate(props, stack);
  return warningsWithIdsOf(stack);
}

/** Every statement of every policy of a stack, including inline policies of roles, but not trust policies. */
export function statementsOf(stack: Stack): any[] {
  const template = Template.fromStack(stack);
  return [
    ...Object.values(template.findResources('AWS::IAM::Policy')).flatMap(policy => policy.Properties.PolicyDocument.Statement),
    ...Object.values(template.findResources('AWS::IAM::Role')).flatMap(inlineStatementsOf),
  ];
}

export const inlineStatementsOf = (role: { [member: string]: any }): any[] =>
  (role.Properties.Policies ?? []).flatMap((policy: any) => policy.PolicyDocument.Statement);

/** The statements that allow an action. */
export const allowing = (statements: any[], action: string): any[] => statements.filter(({ Action }) => [Action].flat().includes(action));

const PSEUDO: { [name: string]: string } = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackId': 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Fleet/5c6f',
  'AWS::StackName': 'Fleet',
};

/** A rendered value as CloudFormation would resolve it. References become these values, or names of their targets. */
export function deployed(value: any, references: { [name: string]: string } = {}): any {
  if (Array.isArray(value)) return value.map(item => deployed(item, references));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value) as [string, any][];
  if (others.length > 0 || !/^(Ref|Fn::.*)$/.test(name)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deployed(item, references)]));
  }
  switch (name) {
    case 'Ref': return references[argument] ?? PSEUDO[argument] ?? `ref-${argument}`;
    case 'Fn::GetAtt': return references[argument.join('.')] ?? references[argument[0]] ?? `att-${argument.join('-')}`;
    case 'Fn::Join': return deployed(argument[1], references).join(argument[0]);
    case 'Fn::Split': return deployed(argument[1], references).split(argument[0]);
    case 'Fn::Select': return deployed(argument[1], references)[Number(argument[0])];
    case 'Fn::Sub': return argument.replace(/\$\{([\w:]+)\}/g, (_: string, variable: string) => deployed({ Ref: variable }, references));
    case 'Fn::ImportValue': return references[argument] ?? `import-${argument}`;
    default: throw new Error(`${name} is not known here`);
  }
}
