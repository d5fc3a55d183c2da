"""The shell: settings, clock, wiring, worker, commands. The only place that touches environment, time and process."""
