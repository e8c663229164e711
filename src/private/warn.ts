import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { WarningId } from './warning';

/** What was said of a construct, so that it is said once. */
const SAID = new WeakMap<IConstruct, Set<string>>();

/** Warns of a mistake that is likely but not certain; users acknowledge it by its id. */
export function warn(construct: IConstruct, id: WarningId, text: string): void {
  const said = SAID.get(construct) ?? new Set<string>();
  SAID.set(construct, said);
  if (said.has(text)) return;
  said.add(text);
  Annotations.of(construct).addWarningV2(`cdk-iot-job-template:${id}`, text);
}
