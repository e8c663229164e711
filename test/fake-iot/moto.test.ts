import { MOTO_SETUP_MS } from './moto';
import { MOTO_DIFFERENCES } from './moto-differences';
import { compareWithFake } from './opinion';
import { startMotoReplica } from './replicas';

describe('the fake answers as moto does', () => {
  compareWithFake({
    start: startMotoReplica,
    // Its messages are its own, and so is what it tells of what it does not know.
    compared: ['acceptance', 'status', 'error', 'body'],
    differences: MOTO_DIFFERENCES,
    setupMs: MOTO_SETUP_MS,
  });
});
