import type { Declaration } from './observed';
import { JobDocument, type JobTemplateProps } from '../../src';
import { newJobTemplate } from '../support/construct';

/** Declares a template with these props. */
export const withProps = (props: Partial<JobTemplateProps>): Declaration => stack => newJobTemplate(props, stack);

/** Declares a template with a document from an object. */
export const withObject = (document: object | undefined): Declaration =>
  withProps({ document: JobDocument.fromObject(document as { [key: string]: unknown }) });

/** Declares a template with a document from a text. */
export const withText = (document: string): Declaration => withProps({ document: JobDocument.fromString(document) });
