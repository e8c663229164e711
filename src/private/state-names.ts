import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { withCode } from './errors';
import { pathHashOf } from './job-id';
import { shown } from './shown';

/** Evidence: state-name-length. */
const MAX_LENGTH = 80;

/** The longest name of a state without the id of its construct. */
const MAX_NAME = 26;

const MAX_ID = MAX_LENGTH - MAX_NAME - ': '.length;

/** The name of a state of a construct. Names are unique in a state machine, which may run several jobs. */
export function stateNameIn(construct: IConstruct, name: string): string {
  const { id } = construct.node;
  const hash = `-${pathHashOf(construct)}`;
  return `${id.length <= MAX_ID ? id : `${id.slice(0, MAX_ID - hash.length)}${hash}`}: ${name}`;
}

/** The problem of a name that is too long. Prefixes may be added to the names until synthesis. */
export const longStateNames = ({ node }: IConstruct): string[] => node.findAll()
  .flatMap(construct => construct instanceof sfn.State && [...construct.stateId].length > MAX_LENGTH ? [construct.stateId] : [])
  .slice(0, 1)
  .map(name => withCode('invalidJobStart', `the name of a state is ${shown(name)}, must have at most ${MAX_LENGTH} characters, has ${[...name].length}: `
    + 'give the construct a shorter id, or the states a shorter prefix'));
