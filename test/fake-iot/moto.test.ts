import { MOTO_SETUP_MS } from './moto';
import { MOTO_DIFFERENCES } from './moto-differences';
import { compareWithFake } from './opinion';
import { startMotoReplica } from './replicas';
import { REQUESTS } from './requests';
import { withoutNulls } from './without-nulls';

/** Moto tags no job templates, and has none that AWS manages. */
const UNKNOWN = /^(list tags|tag|untag|describe managed):/;

describe('the fake answers as moto does', () => {
  compareWithFake({
    start: startMotoReplica,
    // Its messages are its own, and it leaves out what is not set.
    compared: ['status', 'error', 'body'],
    simplify: ({ body, ...outcome }) => ({ ...outcome, body: withoutNulls(body) }),
    differences: MOTO_DIFFERENCES,
    requests: Object.fromEntries(Object.entries(REQUESTS).filter(([name]) => !UNKNOWN.test(name))),
    setupMs: MOTO_SETUP_MS,
  });
});
