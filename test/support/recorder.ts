import { CALLER_HEADER, type Call } from '../fake-iot/service';

/** Part of a command of the SDK: whatever it sends passes through here. */
interface Command {
  readonly middlewareStack: { add(middleware: unknown, options: { readonly step: 'build' }): void };
}

/** A call of the handler, and the event that it was made for. */
export interface RecordedCall {
  readonly event: unknown;
  readonly call: Call;
}

let recording: Map<Call, unknown> | undefined;

/** Keeps from now on what the handlers of this process call. */
export function startRecording(): void {
  recording = new Map();
}

/** Keeps the calls of a service that say whose they are, however often it is asked to. */
export function record(calls: readonly Call[], eventOf: (caller: string) => unknown): void {
  for (const call of recording ? calls : []) {
    // IAM has decided about a late effect when the call was sent.
    const isLateEffect = call.fault?.when === 'late' && call.status !== undefined;
    if (call.caller !== undefined && !isLateEffect) recording!.set(call, eventOf(call.caller));
  }
}

export const recorded = (): RecordedCall[] => [...recording ?? []].map(([call, event]) => ({ call, event }));

/** Lets a command say whose it is. */
export function from<C>(caller: string, command: C): C {
  const sign = (next: (args: unknown) => unknown) => (args: { request: { headers: Record<string, string> } }) => {
    args.request.headers[CALLER_HEADER] = caller;
    return next(args);
  };
  (command as Command).middlewareStack.add(sign, { step: 'build' });
  return command;
}
