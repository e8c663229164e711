import { MOTO_SETUP_MS } from './moto';
import { MOTO_DIFFERENCES } from './moto-differences';
import { compareWithFake } from './opinion';
import { startMotoReplica } from './replicas';
import { REQUESTS } from './requests';
import { withoutNulls } from './without-nulls';

/** moto does not tag job templates, and has no AWS managed templates. */
const UNKNOWN = /^(list tags|tag|untag|describe managed):/;

describe('the fake answers as moto does', () => {
  compareWithFake({
    start: startMotoReplica,
    // moto has its own messages, and leaves out unset members.
    compared: ['status', 'error', 'body'],
    simplify: ({ body, ...outcome }) => ({ ...outcome, body: withoutNulls(body) }),
    differences: MOTO_DIFFERENCES,
    requests: Object.fromEntries(Object.entries(REQUESTS).filter(([name]) => !UNKNOWN.test(name))),
    setupMs: MOTO_SETUP_MS,
  });
});
