/** The condition of `iam:PassRole`: a role that presigns URLs is handed to AWS IoT, and to no other service. Evidence: iam-pass-role. */
export const PASSED_TO_IOT = { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } };
