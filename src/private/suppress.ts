import * as cdk from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

import { ANY_KEY, ANY_OBJECT, INLINE_POLICY, type Suppression } from './suppressions';

/** What is suppressed, by resource: each once, however often it is asked for. */
const SUPPRESSED = new WeakMap<cdk.CfnResource, Set<Suppression>>();

/**
 * Tells scanners why what they find on a resource is no fault, each where it looks for that: cdk-nag 2, CloudFormation Guard and cfn-lint
 * in the metadata of the template, cdk-nag 3 and the CDK's plugin of CloudFormation Guard among what the construct acknowledges.
 *
 * @param policy the resource's policy, where wildcards in it are meant
 */
export function suppress(construct: IConstruct, suppressions: readonly Suppression[], policy?: iam.PolicyDocument): void {
  const resource = construct.node.defaultChild ?? construct;
  // A role that somebody else makes, as Role.customizeRoles has it, is no resource of the stack.
  if (!cdk.CfnResource.isCfnResource(resource)) return;
  const known = SUPPRESSED.get(resource) ?? acknowledging(resource, policy);
  for (const suppression of suppressions.filter(each => !known.has(each))) {
    known.add(suppression);
    const { nag, wildcard, guard = [], lint, reason } = suppression;
    const meant = wildcard && { applies_to: [{ regex: findingsOf(wildcard) }] };
    if (nag !== undefined) extend(resource, 'cdk_nag', 'rules_to_suppress', [{ id: nag, reason, ...meant }]);
    extend(resource, 'guard', 'SuppressedRules', guard);
    if (lint !== undefined) ignoreInLint(resource, lint);
  }
}

/** What a presigned URL allows a device to do. */
const PRESIGNED = ['s3:GetObjectVersion', 's3:PutObject'];

/** The same for what a role is granted. @param holder the role or the policy that has it */
export function suppressGranted(holder: IConstruct, { actions, resources }: iam.PolicyStatement, policy: iam.PolicyDocument): void {
  const isAnyObject = PRESIGNED.some(action => actions.includes(action)) && resources.some(arn => ANY_OBJECT.wildcard.test(arn));
  const isAnyKey = resources.some(arn => ANY_KEY.wildcard.test(arn));
  suppress(holder, [INLINE_POLICY, ...isAnyObject ? [ANY_OBJECT] : [], ...isAnyKey ? [ANY_KEY] : []], policy);
}

interface Acknowledgment {
  readonly id: string;
  readonly reason: string;
}

/** How later versions of the CDK are told: the lowest that the library takes does not have it. */
const VALIDATIONS = (cdk as { Validations?: { of(scope: IConstruct): { acknowledge(...rules: Acknowledgment[]): void } } }).Validations;

/** References to other stacks have their final form only when the app is validated, and cdk-nag quotes them. */
function acknowledging(resource: cdk.CfnResource, policy?: iam.PolicyDocument): Set<Suppression> {
  const suppressions = new Set<Suppression>();
  SUPPRESSED.set(resource, suppressions);
  resource.node.addValidation({
    validate: () => {
      VALIDATIONS?.of(resource).acknowledge(...[...suppressions].flatMap(suppression => acknowledgmentsOf(suppression, resource, policy)));
      return [];
    },
  });
  return suppressions;
}

function acknowledgmentsOf(suppression: Suppression, resource: cdk.CfnResource, policy?: iam.PolicyDocument): Acknowledgment[] {
  const { nag, wildcard, controlTower, reason } = suppression;
  const findings = wildcard === undefined
    ? [nag]
    : resourcesOf(cdk.Stack.of(resource).resolve(policy)).filter(found => wildcard.test(found)).map(found => `${nag}[Resource::${found}]`);
  return [...findings, controlTower && `cdk-validator-cfnguard::${controlTower}`].flatMap(id => id === undefined ? [] : [{ id, reason }]);
}

/** How cdk-nag 2 is told which findings are meant. */
const findingsOf = ({ source }: RegExp): string => `/^Resource::${source.startsWith('^') ? source.slice(1) : `.*${source}`}/`;

/** The resources of a rendered policy, as cdk-nag writes them. */
function resourcesOf(policy: { readonly Statement?: readonly { readonly Resource?: unknown }[] } | undefined): string[] {
  return [...new Set((policy?.Statement ?? []).flatMap(({ Resource }) => [Resource].flat()).map(flat))];
}

function flat(value: any): string {
  if (typeof value === 'string') return value.replace(/\$\{/g, '<').replace(/\}/g, '>');
  if (value['Fn::Join']) return value['Fn::Join'][1].map(flat).join(value['Fn::Join'][0]);
  if (value['Fn::GetAtt']) return `<${value['Fn::GetAtt'].map(flat).join('.')}>`;
  if (value['Fn::ImportValue']) return flat(value['Fn::ImportValue']);
  return value.Ref ? `<${flat(value.Ref)}>` : JSON.stringify(value);
}

function ignoreInLint(resource: cdk.CfnResource, rule: string): void {
  const before: readonly string[] = resource.getMetadata('cfn-lint')?.config?.ignore_checks ?? [];
  resource.addMetadata('cfn-lint', { config: { ignore_checks: [...new Set([...before, rule])] } });
}

/** Adds to a list in the metadata of a resource, which may have some of another's. */
function extend(resource: cdk.CfnResource, key: string, list: string, items: readonly unknown[]): void {
  const before: { readonly [list: string]: readonly unknown[] } = resource.getMetadata(key) ?? {};
  if (items.length > 0) resource.addMetadata(key, { ...before, [list]: [...before[list] ?? [], ...items] });
}
