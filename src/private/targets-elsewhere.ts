import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { warn } from './warn';
import { WarningId } from './warning';

/**
 * Warns of targets in another Region than the job. Nobody has measured whether AWS IoT refuses them. Evidence: target-region.
 *
 * @param targets ARNs, possibly with wildcards
 */
export function warnOfTargetsElsewhere(construct: IConstruct, targets: readonly string[] = [], region: string): void {
  if (Token.isUnresolved(targets) || Token.isUnresolved(region)) return;
  targets.forEach((target, index) => {
    const named = Token.isUnresolved(target) ? undefined : target.split(':')[3];
    if (named === undefined || /[*?]/.test(named) || named === region) return;
    warn(construct, WarningId.TARGET_ELSEWHERE, `targets[${index}] is ${JSON.stringify(target)}, but the job is in ${region}, and AWS IoT knows the things of a Region only there: `
      + `name a thing or a thing group of ${region}`);
  });
}
