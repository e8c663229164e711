import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import jsonata from 'jsonata';
import { deployed } from './construct';

/** The deployed definition of each state machine of a stack, by its logical id. */
export function definitionsOf(stack: Stack): { readonly [logicalId: string]: any } {
  const machines = Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine');
  return Object.fromEntries(Object.entries(machines).map(([id, { Properties }]) => [id, JSON.parse(deployed(Properties.DefinitionString))]));
}

/** The definition of a state machine with these states. */
export function definitionOf(stack: Stack, states: sfn.IChainable, queryLanguage?: sfn.QueryLanguage): any {
  new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(states), queryLanguage });
  const [definition] = Object.entries(definitionsOf(stack)).filter(([id]) => id.startsWith('Machine')).map(([, value]) => value);
  return definition;
}

/** The variable `$states` of an expression. */
export interface States {
  readonly input?: unknown;
  readonly result?: unknown;
  readonly context?: unknown;
}

/** A value of a state with all of its expressions evaluated. A member without a value is an error, as in Step Functions. */
export async function evaluated(value: unknown, states: States, now: number = Date.now()): Promise<any> {
  if (Array.isArray(value)) return Promise.all(value.map(item => evaluated(item, states, now)));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, item]) => [name, await evaluated(item, states, now)])));
  }
  const [, expression] = /^\{%(.*)%\}$/s.exec(String(value)) ?? [];
  if (expression === undefined) return value;
  const compiled = jsonata(expression);
  compiled.registerFunction('hash', (text: string, algorithm: string) => createHash(algorithm.replace('-', '')).update(text).digest('hex'));
  compiled.registerFunction('millis', () => now);
  const result = await compiled.evaluate(undefined, { states });
  if (result === undefined) throw new Error(`States.QueryEvaluationError: ${expression} has no value`);
  // The results of jsonata are sequences, which are arrays with members of their own.
  return JSON.parse(JSON.stringify(result));
}
