// Times rapidyaml's integer events. usage: rapidyaml FILE; prints megabytes per second, the best of nine runs.
// Built by run.sh where RAPIDYAML names a checkout of its sources.
#include <c4/yml/extra/event_handler_ints.hpp>
#include <c4/yml/parse_engine.def.hpp>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <vector>

static double seconds() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
    FILE *file = argc > 1 ? std::fopen(argv[1], "rb") : nullptr;
    if (!file) return 65;
    std::fseek(file, 0, SEEK_END);
    std::vector<char> text(static_cast<size_t>(std::ftell(file)));
    std::rewind(file);
    if (std::fread(text.data(), 1, text.size(), file) != text.size()) return 65;

    // Room for the events is made beforehand, and the text copied: it is changed by reading.
    std::vector<c4::yml::extra::ievt::DataType> events(text.size());
    std::vector<char> arena(text.size()), work(text.size());
    double least = 1e9;
    for (int run = 0; run < 9; run++) {
        std::memcpy(work.data(), text.data(), text.size());
        const double start = seconds();
        c4::yml::extra::EventHandlerInts handler;
        c4::yml::ParseEngine<c4::yml::extra::EventHandlerInts> parser(&handler);
        handler.reset({work.data(), work.size()}, {arena.data(), arena.size()}, events.data(), static_cast<int>(events.size()));
        parser.parse_in_place_ev("bench", c4::substr(work.data(), work.size()));
        if (!handler.fits_buffers()) return 1;
        least = std::min(least, seconds() - start);
    }
    std::printf("%f\n", text.size() / least / 1e6);
    return 0;
}
