// Posts what is due, on one thread, and writes down what became of it.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "domain/webhooks/model.h"
#include "domain/webhooks/rules.h"
#include "platform/storage/database.h"
#include "platform/web_client/web_client.h"

namespace patente::webhooks {

struct SenderSettings {
    bool local_allowed = false;  // private addresses and plain http
    std::string user_agent = "Patente";
    std::chrono::hours give_up_after{24};
    std::chrono::hours delivered_kept{7 * 24};
    std::chrono::hours dead_kept{30 * 24};
};

// Several processes may send over one database: each delivery is leased by one.
class Sender {
public:
    Sender(storage::Database& database, const Clock& clock, SenderSettings settings);
    ~Sender() { stop(); }

    void start();
    void stop();  // what is under way may end; the rest is left to the next start

private:
    struct Sent {
        Delivery delivery;
        web::Outcome outcome;
    };
    struct Ended {  // an attempt, for those who watch
        DeliveryId delivery;
        EndpointId endpoint;
        std::string outcome;  // "delivered", "failed", "dead"
        std::string fault;
        bool went_down = false;  // the endpoint, with it
    };
    struct Letter {  // ready to be posted
        Delivery delivery;
        std::string url;
        std::vector<std::string> secrets;
    };

    void run();
    void end();
    void work(std::vector<Sent> came_back, bool post_more);
    void look_again();
    std::vector<Sent> wait_for_work();
    void write_down_all();
    std::optional<Ended> written_down(storage::Session& session, const Sent& sent);
    std::set<DeliveryId> under_way_of(const EndpointId& endpoint) const;
    std::vector<Letter> leased();
    void post(const Letter& letter);
    void sweep();

    storage::Database& database_;
    const Clock& clock_;
    const SenderSettings settings_;

    std::mutex mutex_;
    std::condition_variable wake_;
    bool look_ = false;
    bool ending_ = false;
    bool cut_ = false;  // what has no answer by now gets none
    std::vector<Sent> came_back_;

    // Used by the thread alone.
    std::map<EndpointId, std::set<DeliveryId>> under_way_;  // until what became of them is written down
    std::vector<Sent> unwritten_;
    std::chrono::steady_clock::time_point next_sweep_;

    std::unique_ptr<web::Client> client_;
    std::shared_ptr<void> put_;  // listens
    std::thread thread_;
};

}  // namespace patente::webhooks
