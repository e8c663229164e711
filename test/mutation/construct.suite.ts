describe('construct problems', () => { jest.requireActual('../request-problems.test'); });
describe('construct document', () => { jest.requireActual('../job-document.test'); });
describe('construct package version', () => { jest.requireActual('../package-version.test'); });
