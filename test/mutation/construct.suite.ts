describe('construct problems', () => { jest.requireActual('../request-problems.test'); });
describe('construct warnings', () => { jest.requireActual('../request-warnings.test'); });
describe('construct document', () => { jest.requireActual('../job-document.test'); });
describe('construct package version', () => { jest.requireActual('../package-version.test'); });
