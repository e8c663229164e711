package com.example.fleet;

import software.amazon.awscdk.App;

public final class FleetApp {
    public static void main(final String[] args) {
        App app = new App();
        new FleetStack(app, "Fleet", null);
        app.synth();
    }
}
