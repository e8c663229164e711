package com.example.fleet;

import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;

public final class FleetApp {
    public static void main(final String[] args) {
        App app = new App();
        // A lookup at synthesis needs the account and the Region. cdk.json holds what the CDK CLI would find there.
        Environment environment = Environment.builder().account("123456789012").region("eu-west-1").build();
        new FleetStack(app, "Fleet", StackProps.builder().env(environment).build());
        app.synth();
    }
}
