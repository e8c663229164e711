describe('job', () => { jest.requireActual('../job.test'); });
describe('job target', () => { jest.requireActual('../job-target.test'); });
describe('job steps', () => { jest.requireActual('../job-steps.test'); });
describe('start job', () => { jest.requireActual('../start-job.test'); });
describe('start job target', () => { jest.requireActual('../start-job-target.test'); });
describe('run job', () => { jest.requireActual('../run-job.test'); });
