describe('construct document warnings', () => { jest.requireActual('../private/document-warnings.test'); });
describe('construct document text', () => { jest.requireActual('../private/document-text.test'); });
describe('construct problems', () => { jest.requireActual('../private/request-problems.test'); });
describe('construct warnings', () => { jest.requireActual('../private/request-warnings.test'); });
describe('construct document', () => { jest.requireActual('../job-document.test'); });
describe('construct placeholders', () => { jest.requireActual('../document-placeholders.test'); });
describe('construct package version', () => { jest.requireActual('../package-version.test'); });
describe('construct document of a job', () => { jest.requireActual('../document-of-job.test'); });
