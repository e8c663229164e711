import { code, table } from './markdown';
import * as declared from '../../src/private/suppressions';

const SUPPRESSIONS: { readonly [name: string]: declared.Suppression } = { ...declared };

/** The resource of each suppression, and the wildcard that it means. */
export const WHERE: { readonly [name: string]: readonly [resource: string, wildcard?: string] } = {
  NO_CONCURRENCY: ['The function'],
  NO_DEAD_LETTERS: ['The function'],
  NOT_IN_VPC: ['The function, unless it is in a VPC. The option `vpc` puts it into one'],
  WAITS_FOR_ROLE: ['The function, unless you pass the role'],
  LOGS_UNENCRYPTED: ['The log group, unless you pass it'],
  ANY_EGRESS: ['The security group of the function, unless you pass it'],
  INLINE_POLICY: ['The policies of generated roles, and the permissions in this stack of a `PresignedUrlRole`, a role of another stack or an imported role'],
  ANY_TEMPLATE: ['The policy of the function', '`jobtemplate/*`'],
  ANY_TEMPLATE_LOOKED_UP: ['The role of the function, with a `JobTemplateLookup`', '`jobtemplate/*`'],
  ANY_VERSION: ['The role of the function, with an `AwsManagedJobTemplate`', '`jobtemplate/NAME:*`'],
  ANY_PRESIGNED_URL_ROLE: ['The policy of the function', '`role/cdk-iot-job-template/STACK/REGION/*`'],
  ANY_LOG_STREAM: ['The role of the function, with a `logGroup` by ARN or name', '`log-group:NAME:*`'],
  ANY_NETWORK_INTERFACE: ['The role of the function, in a VPC', '`*`'],
  ANY_OBJECT: ['A role for presigned URLs', 'the objects of a bucket'],
  ANY_KEY: ['A role for presigned URLs, for the key of a bucket in another account or Region', '`key/*`'],
};

/** What is suppressed, with the reasons that the templates have. */
export function scannersTable(): string {
  return table(['Resource', 'Rules', 'Reason'], Object.keys(WHERE).map(name => {
    const [resource, wildcard] = WHERE[name];
    const suppression = SUPPRESSIONS[name];
    if (suppression === undefined) throw new Error(`there is no suppression ${name}: remove it from test/docs/scanners.ts`);
    return [resource, rulesOf(suppression, wildcard), suppression.reason];
  }));
}

/** The suppressions that the table lacks. */
export const undocumented = (): string[] => Object.keys(SUPPRESSIONS).filter(name => WHERE[name] === undefined);

function rulesOf({ nag, controlTower, guard = [], lint }: declared.Suppression, wildcard?: string): string {
  const ofNag = nag === undefined ? [] : [`cdk-nag ${code(nag)}${wildcard === undefined ? '' : ` for ${wildcard}`}`];
  const ofControlTower = controlTower === undefined ? [] : [`Control Tower ${code(controlTower)}`];
  const ofGuard = guard.map(rule => `Guard ${code(rule)}`);
  return [...ofNag, ...ofControlTower, ...ofGuard, ...lint === undefined ? [] : [`cfn-lint ${code(lint)}`]].join('<br>');
}
