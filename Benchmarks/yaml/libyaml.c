/* Times libyaml's event reader. usage: libyaml FILE; prints megabytes per second, the best of nine runs. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yaml.h>

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
    if (argc < 2) return 64;
    FILE *file = fopen(argv[1], "rb");
    if (!file) return 65;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    unsigned char *text = malloc(size);
    if (!text || fread(text, 1, size, file) != (size_t)size) return 65;
    double least = 1e9;
    for (int run = 0; run < 9; run++) {
        double start = seconds();
        yaml_parser_t parser;
        yaml_event_t event;
        yaml_parser_initialize(&parser);
        yaml_parser_set_input_string(&parser, text, size);
        for (int done = 0; !done;) {
            if (!yaml_parser_parse(&parser, &event)) return 1;
            done = event.type == YAML_STREAM_END_EVENT;
            yaml_event_delete(&event);
        }
        yaml_parser_delete(&parser);
        double took = seconds() - start;
        if (took < least) least = took;
    }
    printf("%f\n", size / least / 1e6);
    return 0;
}
