import { type ResourceEnvironment, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { partsElsewhere } from './environment';
import { warn } from './warn';
import { WarningId } from './warning';

/**
 * Warns of targets in another account or Region than the job. Nobody has measured whether AWS IoT refuses them. Evidence: target-region.
 *
 * @param targets ARNs, possibly with wildcards
 */
export function warnOfTargetsElsewhere(construct: IConstruct, targets: readonly string[] = [], env: ResourceEnvironment): void {
  if (Token.isUnresolved(targets)) return;
  targets.forEach((target, index) => {
    if (Token.isUnresolved(target)) return;
    const [, , , region, account] = target.split(':');
    partsElsewhere({ region, account }, env).forEach(({ kind, own }) => warn(construct, WarningId.TARGET_ELSEWHERE, `targets[${index}] is ${JSON.stringify(target)}, but the job `
      + `is in ${own}, and AWS IoT knows the things of ${kind} only there: name a thing or a thing group of ${own}`));
  });
}
