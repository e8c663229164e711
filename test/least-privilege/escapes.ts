import { REGION } from '../iam/deployed-stack';
import { ACCOUNT, type Authorization } from '../iam/policy-simulator';
import { ADOPTED_FROM, ADOPTED_FROM_2, OWNER } from '../support/harness';

/** A request that must be denied, and what it would get at. */
export interface Escape extends Authorization {
  readonly how: string;
}

const REQUESTED = `aws:RequestTag/${OWNER}`;
const HELD = `aws:ResourceTag/${OWNER}`;
const LINKS = [ADOPTED_FROM, ADOPTED_FROM_2].map(key => `aws:ResourceTag/${key}`);

/** The same request as one that is allowed to a stack, aimed at what is not the stack's. */
export function escapesFrom(allowed: Authorization, stackId: string): Escape[] {
  return [...elsewhere(allowed), ...atOthers(allowed, stackId.split(':stack/')[1]), ...byOtherActions(allowed)];
}

/** The rest of a resource's ARN, beyond its partition, Region and account. */
const PLACE = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):/;

/** Another account, another Region; every resource that has one, but those of EC2: the subnets of a shared VPC are of another account. */
function elsewhere(allowed: Authorization): Escape[] {
  if (allowed.action.startsWith('ec2:')) return [];
  const [, partition, service, region, account] = PLACE.exec(allowed.resource) ?? [];
  const at = (how: string, ...place: string[]) => ({ ...allowed, how, resource: allowed.resource.replace(PLACE, `arn:${place.join(':')}:`) });
  return [
    ...account ? [at('of another account', partition, service, region, '999999999999')] : [],
    ...region ? [at('of another Region', partition, service, 'ap-south-1', account)] : [],
    ...service === 'iot' && account === '' ? [at('of the account, instead of those that AWS manages', partition, service, region, ACCOUNT)] : [],
    ...partition ? [at('of another partition', 'aws-us-gov', service, region, account)] : [],
  ];
}

/** Owners that are not of this stack, though they look like it. */
function strangers(stack: string): { readonly [how: string]: string } {
  const [name, uuid] = stack.split('/');
  return {
    'of a stack of the same name': `${name}/ffffffff-0000-0000-0000-000000000000/Template`,
    'of a stack whose name begins with this one\'s': `${name}2/${uuid}/Template`,
    'of a stack whose name this one\'s begins with': `${name.slice(0, -1)}/${uuid}/Template`,
    'of a stack whose name ends with this one\'s': `x${name}/${uuid}/Template`,
    'of an owner that is a wildcard': '*',
    'of an owner with a wildcard for the id': `${name}/*/Template`,
    'of an owner without a logical id': stack,
  };
}

function atOthers(allowed: Authorization, stack: string): Escape[] {
  const { action, resource, context } = allowed;
  const [name] = stack.split('/');
  switch (action) {
    case 'iot:DeleteJobTemplate':
    case 'iot:UntagResource': return [...ownedByOthers(allowed, stack), ...untied(allowed, stack)];
    // The one template that is to be adopted may be tagged, whoever has it: the others are aimed at.
    case 'iot:TagResource': return isOurs(context[HELD], stack)
      ? ownedByOthers({ ...allowed, resource: theirs(resource) }, stack)
      : [...taken(allowed, stack), ...claimedForOthers(allowed, stack)];
    case 'iot:CreateJobTemplate': return [
      ...claimedForOthers(allowed, stack),
      ...resource.includes(':jobtemplate/') ? [] : [{ ...allowed, how: 'from what the stack does not name', resource: `${resource}0` }],
    ];
    case 'iam:PassRole': return [
      { ...allowed, how: 'to another service', context: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
      { ...allowed, how: 'to nobody in particular', context: {} },
      ...[
        'admin', 'cdk-iot-job-template/role', `cdk-iot-job-template/${name}`, `cdk-iot-job-template/${name}/role`, `cdk-iot-job-template/${name}/ap-south-1/role`,
        `cdk-iot-job-template/${name}2/${REGION}/role`, `x/cdk-iot-job-template/${name}/${REGION}/role`,
      ].map(role => ({ ...allowed, how: `as role ${role}`, resource: `arn:aws:iam::${ACCOUNT}:role/${role}` })),
    ];
    case 's3:GetObject':
    case 's3:GetObjectVersion': return [
      { ...allowed, how: 'of a longer key', resource: `${resource}0` },
      { ...allowed, how: 'of another key', resource: resource.replace(/[^/]+$/, 'other.json') },
      { ...allowed, how: 'of another bucket', resource: resource.replace(/^arn:aws:s3:::[^/]+/, '$&0') },
    ];
    case 'kms:Decrypt':
    case 'logs:CreateLogStream':
    case 'logs:PutLogEvents': return [{ ...allowed, how: 'of another', resource: resource.replace(/(key\/|log-group:)/, '$1Other') }];
    case 'iot:DescribeManagedJobTemplate': return [
      { ...allowed, how: 'of a longer name', resource: resource.replace(/:[^:]*$/, '0$&') },
      { ...allowed, how: 'of another name', resource: resource.replace(/[^/]+$/, 'AWS-Other:1.0') },
    ];
    default: return action.startsWith('ec2:')
      ? [{ ...allowed, how: 'by the function\'s own code', context: { 'lambda:SourceFunctionArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:provider` } }]
      : [];
  }
}

/** A template that is not the stack's, in what it says of its owners. */
function ownedByOthers(allowed: Authorization, stack: string): Escape[] {
  const { [HELD]: _owner, ...rest } = allowed.context;
  const unlinked = Object.fromEntries(Object.entries(rest).filter(([key, value]) => !LINKS.includes(key) || !isOurs(value, stack)));
  const unmanaged = { ...allowed, how: 'of nobody', context: unlinked };
  return [
    ...Object.entries(strangers(stack)).map(([how, owner]) => ({ ...allowed, how, context: { ...unlinked, [HELD]: owner } })),
    // A template without an owner may be one that is being made: the limit that docs/permissions.md names.
    ...isOurs(allowed.context[REQUESTED], stack) ? [] : [unmanaged],
  ];
}

/** A template of others that was adopted from the stack: all that it may do there is to untie that. */
function untied(allowed: Authorization, stack: string): Escape[] {
  const { action, context } = allowed;
  const keys = context['aws:TagKeys'] ?? [];
  if (action !== 'iot:UntagResource' || isOurs(context[HELD], stack)) return [];
  const { 'aws:TagKeys': _keys, ...noKeys } = context;
  return [
    { ...allowed, how: 'with the owner', context: { ...context, 'aws:TagKeys': [...keys, OWNER] } },
    { ...allowed, how: 'the owner instead', context: { ...context, 'aws:TagKeys': [OWNER] } },
    { ...allowed, how: 'another tag instead', context: { ...context, 'aws:TagKeys': ['team'] } },
    { ...allowed, how: 'nothing in particular', context: noKeys },
    ...Object.entries(strangers(stack)).map(([how, owner]) => ({
      ...allowed,
      how: `adopted from one ${how}`,
      context: Object.fromEntries(Object.entries(context).map(([key, value]) => [key, LINKS.includes(key) ? owner : value])),
    })),
  ];
}

/** A template of others, by giving it the stack's own tag. */
function taken(allowed: Authorization, stack: string): Escape[] {
  return Object.entries(strangers(stack)).map(([how, owner]) => ({
    ...allowed, how: `${how}, with the owner tag forged`, resource: theirs(allowed.resource), context: { ...allowed.context, [HELD]: owner },
  }));
}

/** A template that others would have to answer for. */
function claimedForOthers(allowed: Authorization, stack: string): Escape[] {
  const { [REQUESTED]: _owner, 'aws:TagKeys': keys = [], ...rest } = allowed.context;
  return [
    ...Object.entries(strangers(stack)).map(([how, owner]) => ({ ...allowed, how: `in the name ${how}`, context: { ...allowed.context, [REQUESTED]: owner } })),
    { ...allowed, how: 'in nobody\'s name', context: { ...rest, 'aws:TagKeys': [keys].flat().filter(key => key !== OWNER) } },
  ];
}

const OTHER_ACTIONS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/:jobtemplate\//, ['iot:CreateJob']],
  [/:job\//, ['iot:DescribeJob', 'iot:CancelJob', 'iot:DeleteJob', 'iot:TagResource', 'iot:UntagResource']],
  [/:package\//, ['iot:GetPackageVersion', 'iot:UpdatePackageVersion', 'iot:DeletePackageVersion', 'iot:TagResource']],
  [/:role\//, ['iam:GetRole', 'iam:UpdateAssumeRolePolicy', 'iam:AttachRolePolicy', 'sts:AssumeRole']],
  [/^arn:aws:s3:::/, ['s3:PutObject', 's3:DeleteObject', 's3:GetObjectAcl']],
  [/:kms:/, ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:CreateGrant']],
  [/:logs:/, ['logs:GetLogEvents', 'logs:DeleteLogStream']],
];

function byOtherActions(allowed: Authorization): Escape[] {
  const [, actions = []] = OTHER_ACTIONS.find(([pattern]) => pattern.test(allowed.resource)) ?? [];
  return actions.map(action => ({ action, resource: allowed.resource, context: {}, how: 'by another action' }));
}

const theirs = (template: string): string => template.replace(/[^/]+$/, 'theirs');

const isOurs = (owner: unknown, stack: string): boolean => `${owner}`.startsWith(`${stack}/`);
