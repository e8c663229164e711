import * as cdk from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

import { ANY_KEY, ANY_OBJECT, INLINE_POLICY, type Suppression } from './suppressions';

/** The suppressions of each resource. A suppression is added only once. */
const SUPPRESSED = new WeakMap<cdk.CfnResource, Set<Suppression>>();

/**
 * Suppresses findings of scanners on a resource, with the reasons. cdk-nag 2, CloudFormation Guard and cfn-lint read the metadata of the
 * template. cdk-nag 3 and the CDK's plugin of CloudFormation Guard read the acknowledgments of the construct.
 *
 * @param policy the policy of the resource, if wildcards in it are suppressed
 */
export function suppress(construct: IConstruct, suppressions: readonly Suppression[], policy?: iam.PolicyDocument): void {
  const resource = construct.node.defaultChild ?? construct;
  // With Role.customizeRoles, the role is not a resource of the stack.
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

/** The actions that a presigned URL allows. */
const PRESIGNED = ['s3:GetObjectVersion', 's3:PutObject'];

/**
 * Suppresses findings on permissions that a role is granted.
 *
 * @param holder the role or the policy that has the permissions
 */
export function suppressGranted(holder: IConstruct, { actions, resources }: iam.PolicyStatement, policy: iam.PolicyDocument): void {
  const isAnyObject = PRESIGNED.some(action => actions.includes(action)) && resources.some(arn => ANY_OBJECT.wildcard.test(arn));
  const isAnyKey = resources.some(arn => ANY_KEY.wildcard.test(arn));
  suppress(holder, [INLINE_POLICY, ...isAnyObject ? [ANY_OBJECT] : [], ...isAnyKey ? [ANY_KEY] : []], policy);
}

interface Acknowledgment {
  readonly id: string;
  readonly reason: string;
}

/** The acknowledgments of later versions of the CDK. The oldest supported version does not have them. */
const VALIDATIONS = (cdk as { Validations?: { of(scope: IConstruct): { acknowledge(...rules: Acknowledgment[]): void } } }).Validations;

/** Acknowledges at validation, because cdk-nag quotes references to other stacks, and these have their final form only then. */
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

/** The pattern by which cdk-nag 2 recognizes the suppressed findings. */
const findingsOf = ({ source }: RegExp): string => `/^Resource::${source.startsWith('^') ? source.slice(1) : `.*${source}`}/`;

/** The resources of a rendered policy, in the notation of cdk-nag. */
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

/** Adds items to a list in the metadata of a resource. Other tools may have added items, too. */
function extend(resource: cdk.CfnResource, key: string, list: string, items: readonly unknown[]): void {
  const before: { readonly [list: string]: readonly unknown[] } = resource.getMetadata(key) ?? {};
  if (items.length > 0) resource.addMetadata(key, { ...before, [list]: [...before[list] ?? [], ...items] });
}
