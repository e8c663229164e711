import { CALLER_HEADER, type Call } from '../fake-iot/service';

/** The part of an SDK command that all of its requests pass through. */
interface Command {
  readonly middlewareStack: { add(middleware: unknown, options: { readonly step: 'build' }): void };
}

/** A call of the handler, with the event that caused it. */
export interface RecordedCall {
  readonly event: unknown;
  readonly call: Call;
}

let recording: Map<Call, unknown> | undefined;

/** Records the calls of all handlers in this process from now on. */
export function startRecording(): void {
  recording = new Map();
}

/** Records the calls of a service that name their caller, each once. */
export function record(calls: readonly Call[], eventOf: (caller: string) => unknown): void {
  for (const { call, event } of recording ? withEvents(calls, eventOf) : []) recording!.set(call, event);
}

/** The calls of a service that name their caller. */
export function withEvents(calls: readonly Call[], eventOf: (caller: string) => unknown): RecordedCall[] {
  // IAM decided about a late effect when the call was sent.
  const isLateEffect = ({ fault, status }: Call) => fault?.when === 'late' && status !== undefined;
  return calls.filter(call => call.caller !== undefined && !isLateEffect(call)).map(call => ({ call, event: eventOf(call.caller!) }));
}

export const recorded = (): RecordedCall[] => [...recording ?? []].map(([call, event]) => ({ call, event }));

/** Adds the caller to a command. */
export function from<C>(caller: string, command: C): C {
  const sign = (next: (args: unknown) => unknown) => (args: { request: { headers: Record<string, string> } }) => {
    args.request.headers[CALLER_HEADER] = caller;
    return next(args);
  };
  (command as Command).middlewareStack.add(sign, { step: 'build' });
  return command;
}
